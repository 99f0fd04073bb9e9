import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { RUN_STATUSES, type RunInfo } from "../entities/run.js";
import { LAYOUT } from "./layout.js";
import { metaInteger, metaText, metaYaml } from "./meta-yaml.js";

const status = z.union([
  z.union([z.int(), z.bigint()]).transform((code) => RUN_STATUSES[Number(code) - 1] ?? "RUNNING"),
  z.enum(RUN_STATUSES as [(typeof RUN_STATUSES)[number]]),
]);

/** A run's `meta.yaml`, of whichever MLflow version. */
export const runMeta = z.object({
  run_id: metaText.optional(),
  run_uuid: metaText.optional(),
  run_name: metaText.nullish(),
  name: metaText.nullish(),
  experiment_id: metaText,
  user_id: metaText.nullish(),
  status: status.default("RUNNING"),
  start_time: metaInteger.nullish(),
  end_time: metaInteger.nullish(),
  artifact_uri: z.string().nullish(),
  lifecycle_stage: z.enum(["active", "deleted"]).default("active"),
});

/** The run a `meta.yaml` describes. Its artifacts are where the layout has them, also in a moved store. */
export function runInfo(meta: z.output<typeof runMeta>, runDir: string, runId: string): RunInfo {
  return {
    runId,
    runName: meta.run_name || meta.name || "",
    experimentId: meta.experiment_id,
    userId: meta.user_id ?? "",
    status: meta.status,
    startTime: meta.start_time ?? 0,
    endTime: meta.end_time ?? undefined,
    artifactUri: pathToFileURL(join(runDir, LAYOUT.artifacts)).href,
    lifecycleStage: meta.lifecycle_stage,
  };
}

/** The `meta.yaml` of a run, with every field that MLflow's own store writes. */
export function runYaml(info: RunInfo, deletedTime: number | null): string {
  return metaYaml({
    artifact_uri: info.artifactUri,
    deleted_time: deletedTime,
    end_time: info.endTime ?? null,
    entry_point_name: "",
    experiment_id: info.experimentId,
    lifecycle_stage: info.lifecycleStage,
    run_id: info.runId,
    run_uuid: info.runId,
    run_name: info.runName,
    source_name: "",
    source_type: 4,
    source_version: "",
    start_time: info.startTime,
    status: RUN_STATUSES.indexOf(info.status) + 1,
    user_id: info.userId,
  });
}
