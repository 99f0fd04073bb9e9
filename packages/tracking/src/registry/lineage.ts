import { InvalidOption } from "@imdb/core";
import { checkOption, optional, optionsOf, text } from "@imdb/core/options";
import type { LoggedModel, ModelVersion } from "../entities/model.js";
import type { Run, RunDataset } from "../entities/run.js";
import { orMissing } from "../store/ensure.js";
import { storeRule, type TrackingStore } from "../store/tracking-store.js";

/** The model, run and data that a model version was made of. */
export interface Lineage {
  readonly version: ModelVersion;
  /** `undefined` when the version was not made of a logged model, or the model was deleted. */
  readonly model: LoggedModel | undefined;
  /** `undefined` when no run is known, or the run was removed. */
  readonly run: Run | undefined;
  readonly datasets: readonly RunDataset[];
  /** The commit of the code; `undefined` when the run recorded none. */
  readonly gitCommit: string | undefined;
}

const versionOptions = optionsOf<{ version?: string; alias?: string }, "version" | "alias">({
  version: optional(text),
  alias: optional(text),
});

/**
 * Finds the run, the data and the code of a model version.
 *
 * @param which  A version number or an alias.
 * @throws `REGISTERED_MODEL_NOT_FOUND`, `INVALID_OPTION`
 */
export async function lineage(
  store: TrackingStore,
  name: string,
  which: { readonly version: string } | { readonly alias: string },
): Promise<Lineage> {
  checkOption("store", store, storeRule, "lineage");
  const { registry } = store;
  const { version: number, alias } = versionOptions.resolve(which, "lineage");
  if ((number === undefined) === (alias === undefined)) {
    const expected = "a version number, or an alias in its place";
    throw InvalidOption.create({ option: "version", value: number, expected, of: "lineage" });
  }
  const version =
    alias === undefined
      ? await registry.getModelVersion(name, number!)
      : await registry.getVersionByAlias(name, alias);
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
