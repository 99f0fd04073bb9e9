import { byCodePoint } from "@imdb/core";
import { fisherExact } from "../distributions/fisher-exact.js";
import { chiSquaredSf } from "../distributions/gamma.js";
import type { CountSummary } from "../profile/count-summary.js";
import type { Profile } from "../profile/schema.js";
import { adjustPValues } from "./correction.js";
import type { WordDrift, WordsDrift } from "./report-schema.js";

/** Which words are tested and reported. */
export interface WordOptions {
  /** Expected share of false alarms among the words reported as drifted. Default 0.05. */
  readonly falseDiscoveryRate?: number | undefined;
  /** Words in fewer texts of both windows together are not tested: they could not be found. Default 10. */
  readonly minWordCount?: number | undefined;
  /** Words listed of each direction. Default 25. */
  readonly maxWords?: number | undefined;
}

/** Below this expected count in any cell, the test is Fisher's. */
const SMALLEST_EXPECTED = 5;

/**
 * Words that come in more or fewer texts than before, with the false-discovery rate controlled over all words
 * tested: chi-squared of two shares, Fisher's exact test where counts are small.
 *
 * Where a profile knows a count only within bounds, it is the one that makes the least of the difference.
 */
export function wordDrift(reference: Profile, current: Profile, options: WordOptions = {}): WordsDrift {
  const m = textsOf(reference);
  const n = textsOf(current);
  return testShares(m === 0 || n === 0 ? [] : pairWords(reference.terms, current.terms, m, n), m, n, options);
}

/** Numbers of texts of each window that have a term. */
export interface TermCounts {
  readonly word: string;
  readonly reference: number;
  readonly current: number;
}

/**
 * Tests each term's share of m texts of the reference and n of the current window, with the false-discovery
 * rate controlled over all that are tested.
 */
export function testShares(
  terms: readonly TermCounts[],
  m: number,
  n: number,
  options: WordOptions,
): WordsDrift {
  const { falseDiscoveryRate = 0.05, minWordCount = 10, maxWords = 25 } = options;
  const tested = terms.filter((t) => t.reference + t.current >= minWordCount);
  const pValues = tested.map((t) => twoShares(t.reference, m, t.current, n));
  const adjusted = adjustPValues(pValues, "benjaminiHochberg");
  const drifted: WordDrift[] = [];
  tested.forEach(({ word, reference, current }, i) => {
    if (adjusted[i]! > falseDiscoveryRate) return;
    const change = current / n > reference / m ? "more" : "less";
    const shares = { referenceShare: reference / m, currentShare: current / n };
    drifted.push({ word, ...shares, change, pValue: pValues[i]!, adjustedPValue: adjusted[i]! });
  });
  // Several p-values can be 0; the difference of the shares decides then.
  drifted.sort((x, y) => x.pValue - y.pValue || difference(y) - difference(x) || byCodePoint(x.word, y.word));
  return {
    tested: tested.length,
    drifted: drifted.length,
    falseDiscoveryRate,
    strongest: ["more", "less"].flatMap((way) => drifted.filter((w) => w.change === way).slice(0, maxWords)),
  };
}

/** Two-sided p-value that a of m and b of n have the same share. */
export function twoShares(a: number, m: number, b: number, n: number): number {
  const share = (a + b) / (m + n);
  const smaller = Math.min(m, n);
  if (smaller * Math.min(share, 1 - share) < SMALLEST_EXPECTED) return fisherExact(a, m - a, b, n - b);
  const z = (a / m - b / n) ** 2 / (share * (1 - share) * (1 / m + 1 / n));
  return chiSquaredSf(z, 1);
}

function pairWords(reference: CountSummary, current: CountSummary, m: number, n: number): TermCounts[] {
  const [before, now] = [boundsOf(reference), boundsOf(current)];
  const words = new Set([...reference.values, ...current.values]);
  return Array.from(words, (word) => {
    const [a, b] = [before(word), now(word)];
    return {
      word,
      reference: clamp(Math.round((b.low * m) / n), a),
      current: clamp(Math.round((a.low * n) / m), b),
    };
  });
}

/** Between which numbers the count of a word lies. */
function boundsOf({
  values,
  counts,
  floor,
  error,
}: CountSummary): (word: string) => { low: number; high: number } {
  const listed = new Map(values.map((word, i) => [word, counts[i]!]));
  return (word) => {
    const count = listed.get(word);
    return count === undefined ? { low: 0, high: floor } : { low: count, high: count + error };
  };
}

function clamp(value: number, { low, high }: { low: number; high: number }): number {
  return Math.min(high, Math.max(low, value));
}

function textsOf(profile: Profile): number {
  return profile.count - profile.quality.missing;
}

function difference(word: WordDrift): number {
  return Math.abs(word.referenceShare - word.currentShare);
}
