import { hashValue } from "@imdb/flow";
import type { Settings } from "./settings.js";

/** The keys of the results of the steps. A key depends on everything that changes the result, and on nothing else. */
export interface StepKeys {
  readonly load: string;
  readonly features: string;
  readonly train: string;
  /** The whole job. */
  readonly job: string;
}

/**
 * The key of a step is a hash of the data, of the code, and of the settings that this step and the steps before it use.
 * So another `model.c` does not change the keys of the texts and the matrix, and the number of threads changes no key.
 */
export function stepKeys(fingerprint: string, code: string, settings: Settings): StepKeys {
  const { seed, data, features, model } = settings;
  const load = hashValue({ step: "load", fingerprint, code, seed, data });
  const vectors = hashValue({ step: "features", load, features });
  const train = hashValue({ step: "train", vectors, model });
  return { load, features: vectors, train, job: hashValue({ step: "job", train }) };
}
