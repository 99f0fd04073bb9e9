import type { Experiment } from "../entities/experiment.js";
import type { ModelVersion } from "../entities/model.js";
import { AlreadyExists, ExperimentNotFound, RegisteredModelNotFound, RunNotFound } from "../errors.js";
import type { NewModelVersion, RegistryStore } from "./registry-store.js";
import type { TrackingStore } from "./tracking-store.js";

/** The experiment of a name, made when there is none; of two processes that make it, the second uses the first's. */
export async function ensureExperiment(
  store: TrackingStore,
  name: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<Experiment> {
  const there = await store.getExperimentByName(name);
  if (there) return there;
  try {
    return await store.getExperiment(await store.createExperiment(name, tags));
  } catch (cause) {
    const meanwhile = AlreadyExists.is(cause) ? await store.getExperimentByName(name) : undefined;
    if (!meanwhile) throw cause;
    return meanwhile;
  }
}

/** A new version of a registered model, which is made when there is none. */
export async function ensureVersion(
  registry: RegistryStore,
  version: NewModelVersion,
): Promise<ModelVersion> {
  if (!(await orMissing(registry.getRegisteredModel(version.name)))) {
    await registry.createRegisteredModel(version.name).catch((cause: unknown) => {
      // Another process may have been quicker.
      if (!AlreadyExists.is(cause)) throw cause;
    });
  }
  return registry.createModelVersion(version);
}

/** What a store answers; `undefined` when it has no such run, model or experiment. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (cause) {
    if ([RegisteredModelNotFound, RunNotFound, ExperimentNotFound].some((error) => error.is(cause)))
      return undefined;
    throw cause;
  }
}
