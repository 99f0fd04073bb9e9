import type { Experiment } from "../entities/experiment.js";
import type { ModelVersion } from "../entities/model.js";
import { AlreadyExists, ExperimentNotFound, RegisteredModelNotFound, RunNotFound } from "../errors.js";
import type { NewModelVersion, RegistryStore } from "./registry-store.js";
import type { TrackingStore } from "./tracking-store.js";

/** The experiment of a name, created when there is none. When another process creates it meanwhile, that one is used. */
export async function ensureExperiment(
  store: TrackingStore,
  name: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<Experiment> {
  const existing = await store.getExperimentByName(name);
  if (existing) return existing;
  try {
    return await store.getExperiment(await store.createExperiment(name, tags));
  } catch (cause) {
    const created = AlreadyExists.is(cause) ? await store.getExperimentByName(name) : undefined;
    if (!created) throw cause;
    return created;
  }
}

/** Creates a version of a registered model, and the model when it is missing. */
export async function ensureVersion(
  registry: RegistryStore,
  version: NewModelVersion,
): Promise<ModelVersion> {
  if (!(await orMissing(registry.getRegisteredModel(version.name)))) {
    await registry.createRegisteredModel(version.name).catch((cause: unknown) => {
      // Another process may have created it meanwhile.
      if (!AlreadyExists.is(cause)) throw cause;
    });
  }
  return registry.createModelVersion(version);
}

/** The result of a store's call; `undefined` when the store has no such run, model or experiment. */
export async function orMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (cause) {
    if ([RegisteredModelNotFound, RunNotFound, ExperimentNotFound].some((error) => error.is(cause)))
      return undefined;
    throw cause;
  }
}
