import { byCodePoint } from "@imdb/core";
import * as z from "zod";
import { type Metric, metricValues, type Run } from "../entities/run.js";
import {
  datasetRecord,
  experimentRecord,
  loggedModelRecord,
  modelVersionSchema,
  registeredModelRecord,
  runRecord,
} from "../mlflow/records.js";
import { integer, textOrEmpty } from "../mlflow/values.js";
import { modelInRun, runModelOutputs } from "./run-models.js";

// MLflow's JSON follows the JSON mapping of protobuf: NaN and infinities are texts, and records are lists of pairs.

const double = z.union([
  z.number(),
  z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number),
  z
    .string()
    .regex(/^[-+\d.eE]+$/)
    .transform(Number),
]);

/** Reads a list of pairs of key and value as a record. */
const pairs = z
  .array(z.object({ key: z.string(), value: textOrEmpty }))
  .nullish()
  .transform(recordOf);

function recordOf(
  list: readonly { readonly key: string; readonly value: string }[] | null | undefined,
): Record<string, string> {
  // Without a prototype, a key such as __proto__ is a key like any other.
  const values: Record<string, string> = Object.create(null);
  for (const { key, value } of [...(list ?? [])].sort((a, b) => byCodePoint(a.key, b.key)))
    values[key] = value;
  return values;
}

/** A metric in an answer. */
export const metricWire = z
  .object({
    key: z.string(),
    value: double,
    timestamp: integer.default(0),
    step: integer.default(0),
    model_id: textOrEmpty,
  })
  .transform(({ model_id: modelId, ...metric }): Metric => ({ ...metric, ...(modelId && { modelId }) }));

const metrics = z.array(metricWire).default([]);

/** An experiment in an answer. */
export const experimentWire = experimentRecord.schema.and(z.object({ tags: pairs }));

/** A run in an answer. */
export const runWire = z
  .object({
    info: runRecord.schema,
    data: z.object({ metrics, params: pairs, tags: pairs }).default({ metrics: [], params: {}, tags: {} }),
    inputs: z
      .object({
        dataset_inputs: z.array(z.object({ tags: pairs, dataset: datasetRecord.schema })).default([]),
      })
      .optional(),
    outputs: z
      .object({
        model_outputs: z.array(z.object({ model_id: z.string(), step: integer.default(0) })).default([]),
      })
      .optional(),
  })
  .transform(({ info, data, inputs, outputs }): Run => {
    const latestMetrics = data.metrics.sort((a, b) => byCodePoint(a.key, b.key));
    return {
      info,
      params: data.params,
      metrics: metricValues(latestMetrics),
      latestMetrics,
      tags: data.tags,
      inputs: (inputs?.dataset_inputs ?? []).map(({ dataset, tags }) => ({ ...dataset, tags })),
      outputs: [
        ...(outputs?.model_outputs ?? []).map((o) => ({ modelId: o.model_id, step: o.step })),
        ...runModelOutputs(info.runId, data.tags),
      ],
    };
  });

/** A logged model in an answer. */
export const loggedModelWire = z
  .object({
    info: loggedModelRecord.schema.and(z.object({ tags: pairs })),
    data: z.object({ params: pairs, metrics }).default({ params: {}, metrics: [] }),
  })
  .transform(({ info, data }) => ({ ...info, ...data }));

/** A registered model in an answer. */
export const registeredModelWire = registeredModelRecord.schema.and(
  z.object({
    tags: pairs,
    aliases: z
      .array(z.object({ alias: z.string(), version: textOrEmpty }))
      .nullish()
      .transform((list) => recordOf(list?.map(({ alias, version }) => ({ key: alias, value: version })))),
  }),
);

/** A model version in an answer. One without a logged model may be of a model in the artifacts of its run. */
export const modelVersionWire = modelVersionSchema
  .and(
    z.object({
      tags: pairs,
      aliases: z
        .array(z.string())
        .nullish()
        .transform((list) => list ?? []),
    }),
  )
  .transform((version) => ({ ...version, modelId: version.modelId || modelInRun(version) }));
