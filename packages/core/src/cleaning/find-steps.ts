import type { Cleaning } from "../contracts/cleaning.js";
import { UnknownCodec } from "../errors/codes.js";
import { BUILT_IN_STEPS, stepIdentity } from "./built-in-steps.js";
import type { CleaningStep } from "./cleaning-step.js";

/**
 * The steps of a recorded cleaning. A step with its function is taken as it is; a record is looked up among the built-in
 * steps and those in `steps`.
 *
 * @param steps  Your own cleaning steps.
 * @throws `UNKNOWN_CODEC` for a record of a step that is in neither.
 * @example
 * findSteps([{ name: "lower-case", version: 1 }]).map((step) => step.apply("GREAT")); // => ["great"]
 */
export function findSteps(cleaning: Cleaning, steps: readonly CleaningStep[] = []): readonly CleaningStep[] {
  const known = knownSteps(steps);
  return cleaning.map((record) =>
    "apply" in record ? (record as CleaningStep) : stepOf(known, stepIdentity(record)),
  );
}

/** The built-in steps and those of the caller by their identity; the caller's come first. */
export function knownSteps(steps: readonly CleaningStep[]): ReadonlyMap<string, CleaningStep> {
  return new Map([...BUILT_IN_STEPS, ...steps].map((step) => [stepIdentity(step), step]));
}

/** The step with an identity. @throws `UNKNOWN_CODEC` */
export function stepOf(known: ReadonlyMap<string, CleaningStep>, wanted: string): CleaningStep {
  const step = known.get(wanted);
  if (!step) throw UnknownCodec.create({ kind: `cleaning step ${wanted}`, known: [...known.keys()] });
  return step;
}
