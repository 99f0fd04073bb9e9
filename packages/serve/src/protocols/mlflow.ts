import {
  type Answer,
  InvalidBody,
  json,
  parseBody,
  type RequestContext,
  textAnswer,
} from "@imdb/runtime/routes";
import * as z from "zod";
import type { Route } from "../service/route.js";
import type { Service } from "../service/service.js";

const params = z.record(z.string(), z.unknown()).optional();
const cell = z.unknown();

/** The four JSON forms of the scoring server of MLflow; a body has exactly one of the four keys. */
const invocationsSchema = z.union([
  z.strictObject({
    dataframe_split: z.object({
      columns: z.array(z.union([z.string(), z.number()])).min(1),
      data: z.array(z.array(cell)),
      index: z.array(cell).optional(),
    }),
    params,
  }),
  z.strictObject({ dataframe_records: z.array(z.record(z.string(), cell)), params }),
  z.strictObject({ instances: z.array(cell), params }),
  z.strictObject({ inputs: z.unknown(), params }),
]);

/**
 * One object for each text: its label with the confidence, whether the model abstains if it may, and the probability of every
 * label under the name of the label.
 */
const invocationsResponseSchema = z.object({
  predictions: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

/**
 * The routes of the scoring protocol of MLflow, for clients of `mlflow models serve` or SageMaker. Texts are the column
 * `text`, or the only column.
 *
 * @see https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally/
 */
export function mlflowRoutes(service: Service): Route[] {
  return [
    {
      method: "POST",
      path: "/invocations",
      access: "keyed",
      operation: {
        summary: "Score texts in one of the forms of MLflow",
        tag: "mlflow",
        body: invocationsSchema,
        response: invocationsResponseSchema,
      },
      handle: (context) => invoke(service, context),
    },
    {
      method: "GET",
      path: "/version",
      access: "open",
      operation: {
        summary: "The version of MLflow whose protocol is supported",
        tag: "mlflow",
        responseType: "text/plain",
      },
      // Clients compare it with versions of MLflow: this is the one whose forms are supported.
      handle: () => textAnswer("3.0.0", "text/plain"),
    },
  ];
}

async function invoke(service: Service, context: RequestContext): Promise<Answer> {
  const body = await service.readBody(context.incoming);
  const texts = textsOf(body);
  if (texts.length === 0) throw InvalidBody.create({ problem: "it holds no texts" });
  const scored = await service.score(texts, context);
  const predictions = scored.map(({ prediction: { label, confidence, abstained, probabilities } }) => ({
    label,
    confidence,
    ...(abstained !== undefined && { abstained }),
    ...probabilities,
  }));
  return json({ predictions });
}

function textsOf(body: unknown): string[] {
  const shape = ["dataframe_split", "dataframe_records", "instances", "inputs"].filter(
    (key) => typeof body === "object" && body !== null && Object.hasOwn(body, key),
  );
  if (shape.length !== 1) {
    const problem = "it needs exactly one of dataframe_split, dataframe_records, instances, inputs";
    throw InvalidBody.create({ problem });
  }
  const parsed = parseBody(invocationsSchema, body, "The request");
  if ("dataframe_split" in parsed) {
    const { columns, data } = parsed.dataframe_split;
    const at = columns.length === 1 ? 0 : columns.indexOf("text");
    if (at < 0) throw InvalidBody.create({ problem: "dataframe_split has no column text" });
    return data.map((row, i) => textAt(row[at], `dataframe_split.data[${i}]`));
  }
  if ("dataframe_records" in parsed) return parsed.dataframe_records.map(recordText("dataframe_records"));
  if ("instances" in parsed) return listOf(parsed.instances, "instances");
  return inputsOf(parsed.inputs);
}

/** `inputs` contains one text, a list of texts, or columns by name. */
function inputsOf(inputs: unknown): string[] {
  if (typeof inputs === "string") return [inputs];
  if (Array.isArray(inputs)) return listOf(inputs, "inputs");
  if (typeof inputs !== "object" || inputs === null) {
    throw InvalidBody.create({ problem: "inputs holds neither texts nor columns" });
  }
  const column = columnOf(inputs as Record<string, unknown>, "inputs");
  return Array.isArray(column) ? listOf(column, "inputs") : [textAt(column, "inputs")];
}

function listOf(list: readonly unknown[], what: string): string[] {
  return list.map((item, i) => {
    if (Array.isArray(item) && item.length === 1) return textAt(item[0], `${what}[${i}]`);
    if (typeof item !== "object" || item === null || Array.isArray(item))
      return textAt(item, `${what}[${i}]`);
    return recordText(what)(item as Record<string, unknown>, i);
  });
}

function recordText(what: string): (record: Record<string, unknown>, index: number) => string {
  return (record, i) => textAt(columnOf(record, `${what}[${i}]`), `${what}[${i}]`);
}

function columnOf(record: Record<string, unknown>, what: string): unknown {
  const names = Object.keys(record);
  if (Object.hasOwn(record, "text")) return record["text"];
  if (names.length === 1) return record[names[0]!];
  throw InvalidBody.create({ problem: `${what} has no column text` });
}

function textAt(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw InvalidBody.create({
    problem: `${what} is ${value === null ? "null" : `a ${typeof value}`}, not a text`,
  });
}
