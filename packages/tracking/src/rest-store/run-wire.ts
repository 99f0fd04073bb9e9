import { byCodePoint } from "@imdb/core";
import { z } from "zod";
import type { Experiment } from "../entities/experiment.js";
import { RUN_STATUSES, type Run } from "../entities/run.js";
import { runModelOutputs } from "./run-model-record.js";
import { integer, metricWire, optionalInteger, pairs, stage, text } from "./wire.js";

/** An experiment in an answer. */
export const experimentWire = z
  .object({
    experiment_id: z.string(),
    name: z.string(),
    artifact_location: text,
    lifecycle_stage: stage,
    creation_time: optionalInteger,
    last_update_time: optionalInteger,
    tags: pairs,
  })
  .transform(
    (e): Experiment => ({
      experimentId: e.experiment_id,
      name: e.name,
      artifactLocation: e.artifact_location,
      lifecycleStage: e.lifecycle_stage,
      creationTime: e.creation_time,
      lastUpdateTime: e.last_update_time,
      tags: e.tags,
    }),
  );

const datasetInputWire = z.object({
  tags: pairs,
  dataset: z.object({
    name: z.string(),
    digest: z.string(),
    source_type: text,
    source: text,
    schema: z.string().nullish(),
    profile: z.string().nullish(),
  }),
});

/** A run in an answer. */
export const runWire = z
  .object({
    info: z.object({
      run_id: z.string(),
      run_name: text,
      experiment_id: z.string(),
      user_id: text,
      status: z.enum(RUN_STATUSES as [(typeof RUN_STATUSES)[number]]).default("RUNNING"),
      start_time: integer.default(0),
      end_time: optionalInteger,
      artifact_uri: text,
      lifecycle_stage: stage,
    }),
    data: z
      .object({ metrics: z.array(metricWire).default([]), params: pairs, tags: pairs })
      .default({ metrics: [], params: {}, tags: {} }),
    inputs: z.object({ dataset_inputs: z.array(datasetInputWire).default([]) }).optional(),
    outputs: z
      .object({
        model_outputs: z.array(z.object({ model_id: z.string(), step: integer.default(0) })).default([]),
      })
      .optional(),
  })
  .transform(({ info, data, inputs, outputs }): Run => {
    const latest = [...data.metrics].sort((a, b) => byCodePoint(a.key, b.key));
    return {
      info: {
        runId: info.run_id,
        runName: info.run_name,
        experimentId: info.experiment_id,
        userId: info.user_id,
        status: info.status,
        startTime: info.start_time,
        // Old servers say 0 for a run that is open.
        endTime: info.end_time || undefined,
        artifactUri: info.artifact_uri,
        lifecycleStage: info.lifecycle_stage,
      },
      params: data.params,
      metrics: Object.fromEntries(latest.map((metric) => [metric.key, metric.value])),
      latestMetrics: latest,
      tags: data.tags,
      inputs: (inputs?.dataset_inputs ?? []).map(({ dataset, tags }) => ({
        name: dataset.name,
        digest: dataset.digest,
        sourceType: dataset.source_type,
        source: dataset.source,
        schema: dataset.schema ?? undefined,
        profile: dataset.profile ?? undefined,
        tags,
      })),
      outputs: [
        ...(outputs?.model_outputs ?? []).map((o) => ({ modelId: o.model_id, step: o.step })),
        ...runModelOutputs(info.run_id, data.tags),
      ],
    };
  });
