import { RUN_STATUSES, type RunInfo } from "../entities/run.js";
import { metaYaml } from "./meta-yaml.js";

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
