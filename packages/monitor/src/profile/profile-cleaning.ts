import {
  type Cleaning,
  cleaningOf,
  cleaningRecords,
  describeCleaning,
  type FittedVectorizer,
  InvalidOption,
  isSameCleaning,
  withRole,
} from "@imdb/core";
import { type OptionRule, rule } from "@imdb/core/options";
import { ProfileMismatch } from "../errors.js";
import type { Profile } from "./schema.js";

/** A cleaning step that can be run. */
interface RunnableStep {
  apply(text: string): string;
}

/** How the texts of a profile are cleaned. */
export interface ProfileCleaning {
  /** What the profile records; `undefined` where it is not known. */
  readonly cleaning: Cleaning | undefined;
  /** Cleans a text; `undefined` where the texts are taken as they are. */
  readonly clean: ((text: string) => string) | undefined;
}

/** Cleaning steps with their functions. */
export const runnableCleaning: OptionRule<Cleaning> = rule(
  "cleaning steps with their functions, as defaultCleaning() or findSteps(reference.cleaning) of @imdb/data-pipeline/cleaning returns them",
  (value) => Array.isArray(value) && value.every((step) => typeof Object(step).apply === "function"),
);

/** The cleaning of raw texts, one after another. */
export function cleaningOfRaw(steps: Cleaning | undefined): ProfileCleaning {
  if (steps === undefined) return { cleaning: undefined, clean: undefined };
  const run = steps as unknown as readonly RunnableStep[];
  return {
    cleaning: cleaningRecords(steps),
    clean: (text) => run.reduce((cleaned, step) => step.apply(cleaned), text),
  };
}

/**
 * The cleaning of a list of texts: texts of a split are cleaned already, a plain list is raw.
 *
 * @param steps  How raw texts are to be cleaned.
 * @param of     The function that was called.
 * @throws `INVALID_OPTION` for texts that are cleaned in another way.
 */
export function cleaningOfTexts(
  texts: readonly (string | null)[],
  steps: Cleaning | undefined,
  of: string,
): ProfileCleaning {
  const done = cleaningOf(texts as readonly string[]);
  if (done === undefined || (done.length === 0 && steps !== undefined)) return cleaningOfRaw(steps);
  if (steps === undefined || isSameCleaning(done, steps)) {
    return { cleaning: cleaningRecords(done), clean: undefined };
  }
  const expected = `the cleaning of the texts, which is ${describeCleaning(done)}`;
  throw InvalidOption.create({ option: "cleaning", value: describeCleaning(steps), expected, of });
}

/** The vectorizer for texts that are cleaned already: without the cleaning that it does itself. */
export function vectorizerOfCleaned(
  vectorizer: Pick<FittedVectorizer, "countTerms"> | undefined,
  cleaning: Cleaning | undefined,
): Pick<FittedVectorizer, "countTerms"> | undefined {
  const { steps, inner } = Object(vectorizer) as { steps?: Cleaning; inner?: FittedVectorizer };
  if (cleaning === undefined || steps === undefined || inner === undefined) return vectorizer;
  return isSameCleaning(steps, cleaning) ? inner : vectorizer;
}

/**
 * Cleaned texts are not compared with raw ones. Where the reference does not say how its texts were cleaned, they are taken
 * to be as those of the other profile; where the current profile does not say it, its texts are raw.
 *
 * @throws `PROFILE_MISMATCH`
 */
export function assertSameCleaning(
  reference: Pick<Profile, "cleaning">,
  current: Pick<Profile, "cleaning">,
): void {
  const [of, is] = [reference.cleaning, current.cleaning ?? []];
  if (of === undefined || isSameCleaning(of, is)) return;
  const [before, now] = [describeCleaning(of), describeCleaning(is)];
  throw ProfileMismatch.create({ field: "cleaning", reference: before, current: now });
}

/**
 * Two lists of texts, cleaned in the same way: where only one of them is cleaned, the raw one is cleaned too.
 *
 * @param of  The function that was called.
 * @throws `INVALID_OPTION` where they were cleaned in different ways, or by steps without their functions.
 */
export function cleanedAlike(
  { reference, current }: { readonly reference: readonly string[]; readonly current: readonly string[] },
  of: string,
): { readonly reference: readonly string[]; readonly current: readonly string[] } {
  const [before, now] = [cleaningOf(reference) ?? [], cleaningOf(current) ?? []];
  if (isSameCleaning(before, now)) return { reference, current };
  const steps = before.length === 0 ? now : before;
  const isRaw = before.length === 0 || now.length === 0;
  if (!isRaw || !runnableCleaning.accepts(steps)) {
    const expected = isRaw
      ? `texts that are cleaned as the others: ${describeCleaning(steps)}`
      : `texts that are cleaned as those of the reference: ${describeCleaning(before)}`;
    const option = before.length === 0 ? "reference" : "current";
    throw InvalidOption.create({ option, value: `texts cleaned by ${describeCleaning(now)}`, expected, of });
  }
  const clean = cleaningOfRaw(steps).clean!;
  return before.length === 0
    ? { reference: withRole("test", reference.map(clean), steps), current }
    : { reference, current: withRole("test", current.map(clean), steps) };
}
