import type { LoggedModel, ModelVersion } from "../entities/model.js";
import type { Run, RunDataset } from "../entities/run.js";
import { orMissing } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";

/** Where a model version comes from. */
export interface Lineage {
  readonly version: ModelVersion;
  /** `undefined` when it was not made of a logged model, or that is gone. */
  readonly model: LoggedModel | undefined;
  /** `undefined` when no run is known, or it is gone. */
  readonly run: Run | undefined;
  readonly datasets: readonly RunDataset[];
  /** The commit of the code, where the run recorded one. */
  readonly gitCommit: string | undefined;
}

/**
 * Follows a model version back to its run, its data and its code.
 *
 * @param which  A version number or an alias.
 * @throws `REGISTERED_MODEL_NOT_FOUND`
 */
export async function lineage(
  store: TrackingStore,
  name: string,
  which: { readonly version: string } | { readonly alias: string },
): Promise<Lineage> {
  const { registry } = store;
  const version =
    "alias" in which
      ? await registry.getVersionByAlias(name, which.alias)
      : await registry.getModelVersion(name, which.version);
  const model = version.modelId === "" ? undefined : await orMissing(store.getLoggedModel(version.modelId));
  const runId = version.runId || (model?.sourceRunId ?? "");
  const run = runId === "" ? undefined : await orMissing(store.getRun(runId));
  return {
    version,
    model,
    run,
    datasets: run?.inputs ?? [],
    gitCommit: run?.tags["mlflow.source.git.commit"],
  };
}
