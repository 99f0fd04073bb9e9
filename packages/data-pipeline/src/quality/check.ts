import type { Example } from "@imdb/core";
import type { TextTraits } from "../traits/text-traits.js";
import { type DataCounts, SHOWN } from "./data-counts.js";
import type { Severity } from "./finding.js";
import type { Part } from "./part.js";
import type { SplitFacts } from "./split-facts.js";

/** The input of checks: the cleaned documents in code point order of their ids, with their parts and traits. */
export interface CheckedData {
  readonly examples: readonly Example[];
  /** The part of each example. */
  readonly parts: readonly Part[];
  /** For each example the index of the first one with the same text. */
  readonly sameText: Int32Array;
  /** For each example the index of the first one of its cluster of near duplicates. */
  readonly similar: Int32Array;
  /** The number of texts that were not compared with all that may be near duplicates of them. */
  readonly limited: number;
  /** The traits of each text. */
  readonly traits: TextTraits;
  readonly counts: DataCounts;
  /** How the split was made; `undefined` when it was not made here. */
  readonly split?: SplitFacts | undefined;
}

/** The result of a check. */
export interface Observation {
  readonly message: string;
  readonly count: number;
  /** What `count` is compared with: the share is `count / of`. */
  readonly of: number;
  /** What to do about it, where the message does not say. */
  readonly remedy?: string;
  /** What was measured, and what was expected of it, in words. */
  readonly observed?: string;
  readonly expected?: string;
  /** Whether the finding is no problem. Default: whether the share is no larger than `maxShare`. */
  readonly isMet?: boolean;
  readonly examples: readonly string[];
}

/** One expectation of the data: of the documents themselves, or of their counts alone. */
export type QualityCheck = DocumentCheck | CountCheck | OwnCheck;

/** What every check says of itself. */
interface CheckRules {
  readonly name: string;
  /** The severity of a finding whose share is above `maxShare`; otherwise it is `info`. */
  readonly severity: Severity;
  /** The largest share that is no problem, from 0 to 1. */
  readonly maxShare: number;
  /** There is no finding up to `maxShare`: another check reports it. */
  readonly onlyAbove?: true;
}

/** A check of documents, which compares them or looks into their texts. */
export interface DocumentCheck extends CheckRules {
  /** `undefined` when there is nothing to report. */
  observe(data: CheckedData): Observation | undefined;
}

/** A check that may find several things. */
export interface OwnCheck extends CheckRules {
  observeAll(data: CheckedData): readonly Observation[];
}

/** A check of counts, which is made of streams too. */
export interface CountCheck extends CheckRules {
  /** `undefined` when there is nothing to report. */
  observeCounts(counts: DataCounts): Observation | undefined;
}

/**
 * The observation of what was found; `undefined` when nothing was found.
 *
 * @param of       The number that `found` is compared with.
 * @param message  The sentence for a number of them.
 * @param show     The name of one of them.
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

/** A number with its noun: `1 document`, `2 documents`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
