import { type Answer, empty, InvalidBody, json, parseBody, type RequestContext } from "@imdb/runtime/routes";
import * as z from "zod";
import { ShuttingDown } from "../errors.js";
import type { Predictor } from "../predictor/predictor.js";
import type { Route } from "../service/route.js";
import type { ScoredText, Service } from "../service/service.js";

const parametersSchema = z.record(z.string(), z.unknown()).optional();

/** A request of the Open Inference Protocol with one tensor of texts. */
const inferRequestSchema = z.object({
  id: z.string().max(256).optional(),
  parameters: parametersSchema,
  inputs: z
    .array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().min(0)).min(1).max(2),
        datatype: z.literal("BYTES"),
        parameters: parametersSchema,
        data: z.array(z.union([z.string(), z.array(z.string())])),
      }),
    )
    .length(1),
  outputs: z.array(z.object({ name: z.string(), parameters: parametersSchema })).optional(),
});

const tensorSchema = z.object({
  name: z.string(),
  datatype: z.string(),
  shape: z.array(z.int()),
  data: z.array(z.union([z.string(), z.number(), z.boolean()])),
});

/** An answer of the Open Inference Protocol with tensors of labels, probabilities and confidences. */
const inferResponseSchema = z.object({
  model_name: z.string(),
  model_version: z.string(),
  id: z.string(),
  outputs: z.array(tensorSchema),
});

const metadataTensorSchema = tensorSchema.omit({ data: true });

/** The metadata of a model in the Open Inference Protocol. */
const modelMetadataSchema = z.object({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(metadataTensorSchema),
  outputs: z.array(metadataTensorSchema),
});

/**
 * The routes of the Open Inference Protocol V2, as in KServe, Triton and MLServer: health, metadata and inference by model
 * and version. A version is the whole content hash, or at least its first twelve hexadecimal digits.
 *
 * @see https://github.com/kserve/open-inference-protocol
 */
export function openInferenceRoutes(service: Service): Route[] {
  const tag = "open inference";
  const model = ({ params }: RequestContext) => service.findModel(params["name"]!, params["version"]);
  return [
    {
      method: "GET",
      path: "/v2",
      access: "keyed",
      operation: { summary: "Metadata of the server", tag },
      handle: () => json({ name: "@imdb/serve", version: "2", extensions: [] }),
    },
    ...["/v2/models/{name}", "/v2/models/{name}/versions/{version}"].flatMap((path): Route[] => [
      {
        method: "GET",
        path,
        access: "keyed",
        operation: { summary: "Inputs and outputs of a model", tag, response: modelMetadataSchema },
        handle: (context) => json(metadata(service, model(context))),
      },
      {
        method: "GET",
        path: `${path}/ready`,
        access: "keyed",
        operation: {
          summary: "Whether a model accepts requests",
          tag,
          responseType: "none",
          unavailable: "The service is shutting down",
        },
        handle(context) {
          model(context);
          if (service.admission.draining) throw ShuttingDown.create({});
          return empty;
        },
      },
      {
        method: "POST",
        path: `${path}/infer`,
        access: "keyed",
        operation: {
          summary: "Score a tensor of texts",
          tag,
          body: inferRequestSchema,
          response: inferResponseSchema,
        },
        handle: (context) => infer(service, context),
      },
    ]),
  ];
}

async function infer(service: Service, context: RequestContext): Promise<Answer> {
  const { name, version } = context.params;
  const predictor = service.findModel(name!, version);
  const body = await service.readBody(context.incoming);
  const request = parseBody(inferRequestSchema, body, "The inference request");
  const texts = textsOf(request.inputs[0]!);
  const wanted = new Set(request.outputs?.map((output) => output.name) ?? outputsOf(predictor));
  if (wanted.size < (request.outputs?.length ?? 0)) {
    throw InvalidBody.create({ problem: "it asks for an output twice" });
  }
  // For a name without a version the deployment chooses the model, so that canaries get their share too.
  const routed = version === undefined && name === service.models.champion.name;
  const scored = await service.score(texts, context, routed ? {} : { model: { name: name!, version } });
  const answered = scored[0]?.prediction.modelVersion ?? predictor.modelVersion;
  return json({
    model_name: predictor.name,
    model_version: answered,
    id: request.id ?? context.requestId,
    outputs: [...wanted].map((output) => outputTensor(output, scored, predictor)),
  });
}

function textsOf({ shape, data }: z.infer<typeof inferRequestSchema>["inputs"][number]): string[] {
  const texts = data.flat();
  const size = shape.reduce((product, n) => product * n, 1);
  if (shape.length === 2 && shape[1] !== 1) {
    throw InvalidBody.create({ problem: `inputs[0] has another shape, expected [n] or [n, 1]` });
  }
  if (size !== texts.length || texts.length === 0) {
    const problem = `inputs[0] has ${texts.length} values, which is not what its shape says`;
    throw InvalidBody.create({ problem });
  }
  return texts;
}

function outputTensor(name: string, scored: readonly ScoredText[], predictor: Predictor) {
  const { labels } = predictor;
  const rows = scored.map(({ prediction }) => prediction);
  if (name === "label") {
    return { name, datatype: "BYTES", shape: [rows.length], data: rows.map((row) => row.label) };
  }
  if (name === "probabilities") {
    const data = rows.flatMap((row) => labels.map((label) => row.probabilities[label]!));
    return { name, datatype: "FP64", shape: [rows.length, labels.length], data };
  }
  if (name === "confidence") {
    return { name, datatype: "FP64", shape: [rows.length], data: rows.map((row) => row.confidence) };
  }
  if (name === "abstained" && outputsOf(predictor).includes(name)) {
    return { name, datatype: "BOOL", shape: [rows.length], data: rows.map((row) => row.abstained === true) };
  }
  const problem = `it asks for an output that is none of ${outputsOf(predictor).join(", ")}`;
  throw InvalidBody.create({ problem });
}

/** The names of the outputs of a model. */
function outputsOf({ decision }: Predictor): readonly string[] {
  const outputs = ["label", "probabilities", "confidence"];
  return decision?.abstainBelow === undefined ? outputs : [...outputs, "abstained"];
}

function metadata(service: Service, predictor: Predictor): z.infer<typeof modelMetadataSchema> {
  const { name, labels } = predictor;
  return {
    name,
    versions: service.models.all.filter((model) => model.name === name).map((model) => model.modelVersion),
    platform: "imdb_bundle",
    inputs: [{ name: "text", datatype: "BYTES", shape: [-1] }],
    outputs: [
      { name: "label", datatype: "BYTES", shape: [-1] },
      { name: "probabilities", datatype: "FP64", shape: [-1, labels.length] },
      { name: "confidence", datatype: "FP64", shape: [-1] },
      ...(outputsOf(predictor).includes("abstained")
        ? [{ name: "abstained", datatype: "BOOL", shape: [-1] }]
        : []),
    ],
  };
}
