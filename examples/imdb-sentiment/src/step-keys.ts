import { hashValue } from "@imdb/flow";
import type { Settings } from "./settings.js";

/** What identifies the result of each step: all that decides it, and nothing else. */
export interface StepKeys {
  readonly load: string;
  readonly features: string;
  readonly train: string;
  /** The whole job. */
  readonly job: string;
}

/**
 * Keys by content: of the data's bytes, of the settings that a step and those before it look at, of the code.
 * Another `model.c` leaves the texts and the matrix as they are; the number of threads decides nothing.
 */
export function stepKeys(fingerprint: string, code: string, settings: Settings): StepKeys {
  const { seed, data, features, model } = settings;
  const load = hashValue({ step: "load", fingerprint, code, seed, data });
  const vectors = hashValue({ step: "features", load, features });
  const train = hashValue({ step: "train", vectors, model });
  return { load, features: vectors, train, job: hashValue({ step: "job", train }) };
}
