import { type Cleaning, cleaningOf, describeCleaning, isSameCleaning } from "../contracts/cleaning.js";
import type { FittedVectorizer } from "../contracts/vectorizer.js";
import { CleaningMismatch } from "../errors/codes.js";
import { checkOption } from "../options/check-option.js";
import { stringList } from "../options/rule.js";
import { type CleaningStep, clean } from "./cleaning-step.js";

/** A fitted vectorizer that cleans its input as its training texts were cleaned. */
export interface CleanedVectorizer extends FittedVectorizer {
  readonly kind: "CleanedVectorizer";
  readonly steps: readonly CleaningStep[];
  readonly inner: FittedVectorizer;
}

/** Whether a vectorizer cleans texts before the vectorizer inside it. */
export function isCleanedVectorizer(vectorizer: object): vectorizer is CleanedVectorizer {
  return (vectorizer as FittedVectorizer).kind === "CleanedVectorizer";
}

/**
 * Cleans texts. A plain list is raw; texts of a split that was cleaned by the same steps are returned as they are, because
 * cleaning twice is not always the same as once.
 *
 * @throws `CLEANING_MISMATCH` for texts that were cleaned by other steps; `INVALID_OPTION` for what are no texts.
 */
export function cleanTexts(texts: readonly string[], steps: readonly CleaningStep[]): readonly string[] {
  if (!Array.isArray(texts)) checkOption("texts", texts, stringList);
  if (isCleanedBy(cleaningOf(texts), steps)) return texts;
  return texts.map((text) => clean(text, steps));
}

/** Whether texts need no cleaning any more. @throws `CLEANING_MISMATCH` for texts that were cleaned by other steps */
export function isCleanedBy(done: Cleaning | undefined, expected: Cleaning): boolean {
  if (done === undefined || done.length === 0) return false;
  if (isSameCleaning(done, expected)) return true;
  const [actual, wanted] = [describeCleaning(done), describeCleaning(expected)];
  throw CleaningMismatch.create({ expected: wanted, actual });
}
