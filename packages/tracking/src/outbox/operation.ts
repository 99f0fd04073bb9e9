import type { RunDataset } from "../entities/dataset.js";
import type { LoggedModelStatus } from "../entities/logged-model.js";
import type { Metric } from "../entities/metric.js";
import type { ModelOutput } from "../entities/run.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import type { NewModelVersion } from "../store/registry-store.js";
import type { NewLoggedModel, NewRun, RunBatch, RunUpdate } from "../store/tracking-store.js";

type Tags = Readonly<Record<string, string>>;

/**
 * What is kept until the server has taken it, as one line of JSON. Doing one twice is the same as doing it once:
 * what makes something carries the id of its request, by which it is found again.
 */
export type Operation =
  | { readonly op: "createExperiment"; readonly local: string; readonly name: string; readonly tags: Tags }
  | { readonly op: "createRun"; readonly local: string; readonly run: NewRun }
  | { readonly op: "createLoggedModel"; readonly local: string; readonly model: NewLoggedModel }
  | { readonly op: "registerVersion"; readonly version: NewModelVersion }
  | { readonly op: "setExperimentTags"; readonly experimentId: string; readonly tags: Tags }
  | { readonly op: "updateRun"; readonly runId: string; readonly update: RunUpdate }
  | { readonly op: "deleteRun" | "restoreRun"; readonly runId: string }
  | { readonly op: "logBatch"; readonly runId: string; readonly batch: RunBatch }
  | { readonly op: "deleteTag"; readonly runId: string; readonly key: string }
  | { readonly op: "logInputs"; readonly runId: string; readonly datasets: readonly RunDataset[] }
  | { readonly op: "logOutputs"; readonly runId: string; readonly models: readonly ModelOutput[] }
  | { readonly op: "finalizeLoggedModel"; readonly modelId: string; readonly status: LoggedModelStatus }
  | {
      readonly op: "putArtifact";
      readonly owner: ArtifactOwner;
      readonly path: string;
      readonly blob: string;
    };

/** The ids that an operation needs the server's own for. */
export function idsOf(operation: Operation): readonly string[] {
  switch (operation.op) {
    case "createExperiment":
      return [];
    case "createRun":
      return [operation.run.experimentId];
    case "createLoggedModel":
      return [operation.model.experimentId, operation.model.sourceRunId];
    case "registerVersion":
      return [operation.version.runId ?? "", operation.version.modelId ?? ""];
    case "setExperimentTags":
      return [operation.experimentId];
    case "finalizeLoggedModel":
      return [operation.modelId];
    case "putArtifact":
      return ["runId" in operation.owner ? operation.owner.runId : operation.owner.modelId];
    case "logOutputs":
      return [operation.runId, ...operation.models.map((model) => model.modelId)];
    default:
      return [operation.runId];
  }
}

/** An operation as a line of text, its end included. */
export function operationLine(operation: Operation): string {
  // JSON knows no NaN and no infinities.
  return `${JSON.stringify(operation, (key, value) => (key === "value" && typeof value === "number" ? String(value) : value))}\n`;
}

/** The operation of a line. @throws `SyntaxError` */
export function parseOperation(line: string): Operation {
  const operation = JSON.parse(line) as Operation;
  if (operation.op !== "logBatch" || !operation.batch.metrics) return operation;
  const metrics = operation.batch.metrics.map(
    (metric): Metric => ({ ...metric, value: Number(metric.value) }),
  );
  return { ...operation, batch: { ...operation.batch, metrics } };
}
