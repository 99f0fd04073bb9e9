import type { Experiment } from "../entities/experiment.js";
import type { LoggedModel } from "../entities/logged-model.js";
import type { Run } from "../entities/run.js";
import type { NewLoggedModel, NewRun } from "../store/tracking-store.js";
import { localArtifactUri } from "./local-ids.js";

// What was made while the server was away, as far as it is known before the server has it.

/** An experiment that waits in an outbox. */
export function promisedExperiment(local: string, name: string): Experiment {
  return {
    experimentId: local,
    name,
    artifactLocation: localArtifactUri(local),
    lifecycleStage: "active",
    creationTime: undefined,
    lastUpdateTime: undefined,
    tags: {},
  };
}

/** A run that waits in an outbox. */
export function promisedRun(local: string, run: NewRun): Run {
  return {
    info: {
      runId: local,
      runName: run.runName,
      experimentId: run.experimentId,
      userId: run.userId,
      status: "RUNNING",
      startTime: run.startTime,
      endTime: undefined,
      artifactUri: localArtifactUri(local),
      lifecycleStage: "active",
    },
    params: {},
    metrics: {},
    latestMetrics: [],
    tags: run.tags,
    inputs: [],
    outputs: [],
  };
}

/** A logged model that waits in an outbox. */
export function promisedModel(local: string, { request: _request, ...model }: NewLoggedModel): LoggedModel {
  const now = Date.now();
  return {
    ...model,
    modelId: local,
    status: "PENDING",
    artifactUri: localArtifactUri(local),
    creationTime: now,
    lastUpdateTime: now,
    metrics: [],
  };
}
