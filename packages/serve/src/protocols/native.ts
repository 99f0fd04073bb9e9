import { type Answer, json, parseBody, type RequestContext } from "@imdb/runtime/routes";
import * as z from "zod";
import type { Route } from "../service/route.js";
import type { ScoredText, Service } from "../service/service.js";

const explainSchema = z
  .union([
    z.boolean(),
    z.strictObject({ label: z.string().optional(), limit: z.int().min(0).max(10_000).optional() }),
  ])
  .optional()
  .describe("true, or the label to explain and the largest number of contributions");

/** One text. */
const predictOneSchema = z.strictObject({ text: z.string(), explain: explainSchema });

/** Many texts. */
const predictManySchema = z.strictObject({
  texts: z.array(z.string()).min(1),
  explain: explainSchema,
});

const contributionSchema = z.object({
  feature: z.string(),
  value: z.number(),
  weight: z.number(),
  contribution: z.number(),
  occurrences: z.array(z.object({ start: z.int(), end: z.int() })),
});

/** The answer to one text. */
const predictionSchema = z.object({
  id: z.string(),
  label: z.string(),
  confidence: z.number().describe("The probability of the label"),
  abstained: z
    .boolean()
    .optional()
    .describe("Whether the model abstains: the label is its best guess, and must not be acted upon"),
  probabilities: z.record(z.string(), z.number()),
  modelVersion: z.string(),
  explanation: z
    .object({
      explained: z.string(),
      intercept: z.number(),
      decision: z.number(),
      contributions: z.array(contributionSchema),
    })
    .optional(),
});

/** The answer to many texts, in their order. */
const predictionsSchema = z.object({ predictions: z.array(predictionSchema) });

/** `POST /v1/predict`: the native protocol of the service. */
export function nativeRoutes(service: Service): Route[] {
  return [
    {
      method: "POST",
      path: "/v1/predict",
      access: "keyed",
      operation: {
        summary: "Score one text or many",
        tag: "predict",
        body: z.union([predictOneSchema, predictManySchema]),
        response: z.union([predictionSchema, predictionsSchema]),
      },
      handle: (context) => predict(service, context),
    },
  ];
}

async function predict(service: Service, context: RequestContext): Promise<Answer> {
  const body = await service.readBody(context.incoming);
  if (isRecord(body) && Object.hasOwn(body, "texts")) {
    const { texts, explain } = parseBody(predictManySchema, body, "The request");
    const scored = await service.score(texts, context, { explain: explainOptions(explain) });
    return json({ predictions: scored.map(answer) });
  }
  const { text, explain } = parseBody(predictOneSchema, body, "The request");
  const [scored] = await service.score([text], context, { explain: explainOptions(explain) });
  return json(answer(scored!));
}

function explainOptions(asked: z.infer<typeof explainSchema>) {
  return asked === true ? {} : asked || undefined;
}

function answer({ id, prediction }: ScoredText) {
  const { label, confidence, abstained, probabilities, modelVersion } = prediction;
  // An object that is copied for each answer would take longer than the answer.
  const said =
    abstained === undefined
      ? { id, label, confidence, probabilities, modelVersion }
      : { id, label, confidence, abstained, probabilities, modelVersion };
  if (!("contributions" in prediction)) return said;
  const { explained, intercept, decision, contributions } = prediction;
  const explanation = { explained, intercept, decision, contributions };
  return { ...said, explanation };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
