import { expect } from "vitest";
import type { LoggedModel } from "../entities/model.js";
import type { Run } from "../entities/run.js";
import type { NewLoggedModel, NewRun, TrackingStore } from "../store/tracking-store.js";
import { thrown } from "./thrown.js";

// Helpers of the contract's cases. Names have a random part, because a server may have other runs.

/** Rules by their names. Each is a function that tests a store. */
export type Rules = Readonly<Record<string, (store: TrackingStore) => Promise<void>>>;

/** A name with a random part. */
export function unique(name: string): string {
  return `${name} ${Math.random().toString(36).slice(2)}`;
}

/** Creates a run, by default in a new experiment. */
export async function newRun(store: TrackingStore, given: Partial<NewRun> = {}): Promise<Run> {
  const experimentId = given.experimentId ?? (await store.createExperiment(unique("contract")));
  return store.createRun({ runName: "r", userId: "ada", startTime: 1_000, tags: {}, ...given, experimentId });
}

/** Creates a logged model of a run. */
export function newModel(
  store: TrackingStore,
  { info }: Run,
  given: Partial<NewLoggedModel> = {},
): Promise<LoggedModel> {
  const { runId: sourceRunId, experimentId } = info;
  const about = { experimentId, name: "senti", modelType: "imdb", sourceRunId, params: {}, tags: {} };
  return store.createLoggedModel({ ...about, ...given });
}

/** Fails unless `work` rejects with an error. */
export async function refuses(
  work: Promise<unknown>,
  error: { readonly code: string; is(value: unknown): boolean },
): Promise<void> {
  const cause = await thrown(work);
  expect(error.is(cause), `expected ${error.code}, got ${String(cause)}`).toBe(true);
}
