import { byCodePoint } from "@imdb/core";
import { z } from "zod";
import type { ModelVersion } from "../entities/registered-model.js";
import type { Run } from "../entities/run.js";
import { runModelId } from "../entities/run-model.js";
import {
  datasetRecord,
  experimentRecord,
  loggedModelRecord,
  modelVersionRecord,
  registeredModelRecord,
  runRecord,
  toDataset,
  toExperiment,
  toLoggedModel,
  toModelVersion,
  toRegisteredModel,
  toRunInfo,
} from "../mlflow/records.js";
import { integer, textOrEmpty } from "../mlflow/values.js";
import { runModelOutputs } from "./run-model-record.js";
import { metricWire, pairs, record } from "./wire.js";

/** An experiment in an answer. */
export const experimentWire = experimentRecord
  .extend({ tags: pairs })
  .transform(({ tags, ...record }) => toExperiment(record, tags));

/** A run in an answer. */
export const runWire = z
  .object({
    info: runRecord,
    data: z
      .object({ metrics: z.array(metricWire).default([]), params: pairs, tags: pairs })
      .default({ metrics: [], params: {}, tags: {} }),
    inputs: z
      .object({ dataset_inputs: z.array(z.object({ tags: pairs, dataset: datasetRecord })).default([]) })
      .optional(),
    outputs: z
      .object({
        model_outputs: z.array(z.object({ model_id: z.string(), step: integer.default(0) })).default([]),
      })
      .optional(),
  })
  .transform(({ info, data, inputs, outputs }): Run => {
    const latest = [...data.metrics].sort((a, b) => byCodePoint(a.key, b.key));
    return {
      info: toRunInfo(info),
      params: data.params,
      metrics: Object.fromEntries(latest.map((metric) => [metric.key, metric.value])),
      latestMetrics: latest,
      tags: data.tags,
      inputs: (inputs?.dataset_inputs ?? []).map(({ dataset, tags }) => toDataset(dataset, tags)),
      outputs: [
        ...(outputs?.model_outputs ?? []).map((o) => ({ modelId: o.model_id, step: o.step })),
        ...runModelOutputs(info.run_id, data.tags),
      ],
    };
  });

/** A logged model in an answer. */
export const loggedModelWire = z
  .object({
    info: loggedModelRecord.extend({ tags: pairs }),
    data: z.object({ params: pairs, metrics: z.array(metricWire).default([]) }).optional(),
  })
  .transform(({ info: { tags, ...record }, data }) =>
    toLoggedModel(record, { tags, params: data?.params ?? {}, metrics: data?.metrics ?? [] }),
  );

/** A registered model in an answer. */
export const registeredModelWire = registeredModelRecord
  .extend({
    tags: pairs,
    aliases: z
      .array(z.object({ alias: z.string(), version: textOrEmpty }))
      .nullish()
      .transform((list) =>
        record((list ?? []).map(({ alias, version }) => ({ key: alias, value: version }))),
      ),
  })
  .transform(({ tags, aliases, ...model }) => toRegisteredModel(model, tags, aliases));

/** A model version in an answer. */
export const modelVersionWire = modelVersionRecord
  .extend({ tags: pairs, aliases: z.array(z.string()).nullish() })
  .transform(({ tags, aliases, ...record }) => {
    const version = toModelVersion(record, tags, aliases ?? []);
    return { ...version, modelId: version.modelId || modelInRun(version) };
  });

/** The model a version was made of, on a server without logged models. */
function modelInRun({ source, runId }: ModelVersion): string {
  const [, name] = source.split(`/${runId}/artifacts/`);
  return runId !== "" && name ? runModelId({ runId, name }) : "";
}
