import { byCodePoint } from "@imdb/core";
import { integer, optionsOf, type Resolved, within } from "@imdb/core/options";
import { type Clustering, RARE_SHARE } from "../profile/clustering.js";
import type { CountSummary } from "../profile/count-summary.js";
import type { Profile } from "../profile/schema.js";
import { correctPValues } from "./correction.js";
import type { WordDrift, WordsDrift } from "./report-schema.js";
import { type SharesTest, sharesTest, twoSharesPValue } from "./shares-test.js";

/** Which words are tested and listed. */
export interface WordOptions {
  /** Expected share of false alarms among the words reported as drifted. Default 0.05. */
  readonly falseDiscoveryRate?: number | undefined;
  /**
   * Smaller differences of the shares of texts are not drift: the frequency of a name changes with what the texts are
   * about.
   * Default 0.01.
   */
  readonly smallestDifference?: number | undefined;
  /**
   * Words in fewer texts of both windows together are not tested: for them no difference is significant. Default 10.
   */
  readonly minWordCount?: number | undefined;
  /** Highest number of words listed in each direction. Default 25. */
  readonly maxWords?: number | undefined;
}

/** The schema of {@link WordOptions}. */
export const wordOptions = optionsOf<WordOptions>({
  falseDiscoveryRate: [0.05, within(0, 1)],
  smallestDifference: [0.01, within(0, 1)],
  minWordCount: [10, integer(0)],
  maxWords: [25, integer(0)],
});

/**
 * Finds words that are in another share of the texts than before, with the false discovery rate controlled over all
 * words tested: a chi-squared test of two shares, or Fisher's exact test where counts are small. The difference of
 * the shares must also be at least `smallestDifference`.
 *
 * With a reference made with `groups`, the tests take into account that texts of one group are alike. A profile may
 * know a count only within bounds; then the value within them that makes the difference smallest is tested.
 */
export function compareWords(
  reference: Profile,
  current: Profile,
  options: Resolved<WordOptions>,
): WordsDrift {
  const m = textsOf(reference);
  const n = textsOf(current);
  if (m === 0 || n === 0) return testShares([], m, n, options);
  const { clustering } = reference;
  const terms = pairWords(reference.terms, current.terms, m, n);
  return testShares(
    clustering ? withCorrelations(terms, reference.terms, clustering, m) : terms,
    m,
    n,
    options,
    sharesTest(clustering, m),
  );
}

/** Number of texts of each window that have a term. */
export interface TermCounts {
  readonly word: string;
  readonly reference: number;
  readonly current: number;
  /** Intraclass correlation of the texts of one group. Default 0. */
  readonly correlation?: number;
}

/**
 * Tests for each term whether its share of m texts of the reference and of n texts of the current window is the same.
 * The false discovery rate is controlled over all tests, before `smallestDifference` is applied.
 */
export function testShares(
  terms: readonly TermCounts[],
  m: number,
  n: number,
  options: Resolved<WordOptions>,
  test: SharesTest = twoSharesPValue,
): WordsDrift {
  const { falseDiscoveryRate, smallestDifference, minWordCount, maxWords } = options;
  const tested = terms.filter((t) => t.reference + t.current >= minWordCount);
  const pValues = tested.map((t) => test(t.reference, m, t.current, n, t.correlation ?? 0));
  const adjusted = correctPValues(pValues, "benjaminiHochberg");
  const drifted: WordDrift[] = [];
  tested.forEach(({ word, reference, current }, i) => {
    const difference = Math.abs(current / n - reference / m);
    if (adjusted[i]! > falseDiscoveryRate || difference < smallestDifference) return;
    const shares = { referenceShare: reference / m, currentShare: current / n };
    drifted.push({
      word,
      ...shares,
      change: current / n > reference / m ? "more" : "less",
      pValue: pValues[i]!,
      adjustedPValue: adjusted[i]!,
    });
  });
  // Several p-values can be 0. Then the difference of the shares decides.
  drifted.sort(
    (x, y) => x.pValue - y.pValue || shareDifference(y) - shareDifference(x) || byCodePoint(x.word, y.word),
  );
  return {
    tested: tested.length,
    drifted: drifted.length,
    falseDiscoveryRate,
    smallestDifference,
    strongest: ["more", "less"].flatMap((way) => drifted.filter((w) => w.change === way).slice(0, maxWords)),
  };
}

/**
 * Adds to each term its intraclass correlation. That of a rare word is estimated from few texts, so a rare word gets at
 * least the correlation of unseen words.
 */
function withCorrelations(
  terms: readonly TermCounts[],
  { values }: CountSummary,
  clustering: Clustering,
  m: number,
): TermCounts[] {
  const known = new Map(values.map((word, i) => [word, clustering.terms[i]!]));
  return terms.map((term) => {
    const own = known.get(term.word) ?? clustering.unseen;
    const correlation = term.reference < RARE_SHARE * m ? Math.max(own, clustering.unseen) : own;
    return { ...term, correlation };
  });
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

/** Returns a function that returns the bounds of a word's true count: the counts of a summary may be inexact. */
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

function shareDifference(word: WordDrift): number {
  return Math.abs(word.referenceShare - word.currentShare);
}
