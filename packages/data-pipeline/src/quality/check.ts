import type { Example, Role } from "@imdb/core";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { TextTraits } from "../traits/text-traits.js";
import type { Severity } from "./finding.js";

/** The part a document is in. */
export type Part = Role | "unlabelled";

/** What checks look at: the cleaned documents in code point order of their ids, and what is known of them. */
export interface CheckedData {
  readonly examples: readonly Example[];
  /** The part of each example. */
  readonly parts: readonly Part[];
  /** For each example the index of the first one with the same text. */
  readonly sameText: Int32Array;
  /** For each example the index of the first one of its cluster of near duplicates. */
  readonly similar: Int32Array;
  /** What is known of each text alone. */
  readonly traits: TextTraits;
  /** Rows that did not become examples. */
  readonly invalid: readonly InvalidRow[];
}

/** What a check saw. */
export interface Observation {
  readonly message: string;
  readonly count: number;
  /** What `count` is compared with: the share is `count / of`. */
  readonly of: number;
  readonly examples: readonly string[];
}

/** One expectation of the data. */
export interface QualityCheck {
  readonly name: string;
  /** Severity of a finding whose share is above `maxShare`; below it is `info`. */
  readonly severity: Severity;
  /** Largest share that is still fine, from 0 to 1. */
  readonly maxShare: number;
  /** `undefined` when there is nothing to report. */
  observe(data: CheckedData): Observation | undefined;
}

/** Ids shown with a finding. */
export const SHOWN = 5;

/**
 * An observation of what was found, if anything was.
 *
 * @param of       How many could have been found.
 * @param message  Says how many there are.
 * @param show     Names one of them.
 */
export function observed<T>(
  found: readonly T[],
  of: number,
  message: (count: number) => string,
  show: (one: T) => string,
): Observation | undefined {
  const count = found.length;
  if (count === 0) return undefined;
  return { message: message(count), count, of, examples: found.slice(0, SHOWN).map(show) };
}

/** `1 document`, `2 documents`: figures as sentences want them. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
