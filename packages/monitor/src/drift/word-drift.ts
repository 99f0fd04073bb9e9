import { fisherExact } from "../distributions/fisher-exact.js";
import { chiSquaredSf } from "../distributions/gamma.js";
import type { CountSummary } from "../profile/count-summary.js";
import type { Profile } from "../profile/schema.js";
import { adjustPValues } from "./correction.js";
import type { DriftReport, WordDrift } from "./report-schema.js";

/** Which words are tested and reported. */
export interface WordOptions {
  /** Expected share of false alarms among the words reported as drifted. Default 0.05. */
  readonly falseDiscoveryRate?: number | undefined;
  /** Words in fewer texts of both windows together are not tested: they could not be found. Default 10. */
  readonly minWordCount?: number | undefined;
  /** Words listed. Default 50. */
  readonly maxWords?: number | undefined;
}

/** Below this expected count in any cell, the test is Fisher's. */
const SMALLEST_EXPECTED = 5;

/**
 * Words that come in more or fewer texts than before, with the false-discovery rate controlled over all words
 * tested: chi-squared of two shares, Fisher's exact test where counts are small.
 *
 * A word that one profile does not list counts there as often as makes the least of the difference.
 */
export function wordDrift(
  reference: Profile,
  current: Profile,
  options: WordOptions = {},
): DriftReport["words"] {
  const { falseDiscoveryRate = 0.05, minWordCount = 10, maxWords = 50 } = options;
  const m = textsOf(reference);
  const n = textsOf(current);
  if (m === 0 || n === 0) return { tested: 0, drifted: 0, falseDiscoveryRate, strongest: [] };
  const tested = pairWords(reference.terms, current.terms, m, n).filter((w) => w.a + w.b >= minWordCount);
  const pValues = tested.map(({ a, b }) => twoShares(a, m, b, n));
  const adjusted = adjustPValues(pValues, "benjaminiHochberg");
  const drifted: WordDrift[] = [];
  tested.forEach(({ word, a, b }, i) => {
    if (adjusted[i]! > falseDiscoveryRate) return;
    const change = b / n > a / m ? "more" : "less";
    const shares = { referenceShare: a / m, currentShare: b / n };
    drifted.push({ word, ...shares, change, pValue: pValues[i]!, adjustedPValue: adjusted[i]! });
  });
  // Several p-values can be 0; the difference of the shares decides then.
  drifted.sort((x, y) => x.pValue - y.pValue || difference(y) - difference(x));
  return {
    tested: tested.length,
    drifted: drifted.length,
    falseDiscoveryRate,
    strongest: drifted.slice(0, maxWords),
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

function pairWords(
  reference: CountSummary,
  current: CountSummary,
  m: number,
  n: number,
): { word: string; a: number; b: number }[] {
  const now = new Map(current.values.map((word, i) => [word, current.counts[i]!]));
  const pairs = reference.values.map((word, i) => {
    const a = reference.counts[i]!;
    const b = now.get(word) ?? Math.min(current.floor, Math.round((a * n) / m));
    now.delete(word);
    return { word, a, b };
  });
  for (const [word, b] of now) pairs.push({ word, a: Math.min(reference.floor, Math.round((b * m) / n)), b });
  return pairs;
}

function textsOf(profile: Profile): number {
  return profile.count - profile.quality.missing;
}

function difference(word: WordDrift): number {
  return Math.abs(word.referenceShare - word.currentShare);
}
