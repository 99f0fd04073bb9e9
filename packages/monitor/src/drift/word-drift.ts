import { byCodePoint } from "@imdb/core";
import { type Clustering, RARE } from "../profile/clustering.js";
import type { CountSummary } from "../profile/count-summary.js";
import type { Profile } from "../profile/schema.js";
import { adjustPValues } from "./correction.js";
import type { WordDrift, WordsDrift } from "./report-schema.js";
import { type SharesTest, sharesTest, twoShares } from "./shares-test.js";

/** Which words are tested and reported. */
export interface WordOptions {
  /** Expected share of false alarms among the words reported as drifted. Default 0.05. */
  readonly falseDiscoveryRate?: number | undefined;
  /**
   * Smaller differences of the shares of texts do not matter: names come and go with the things that texts are
   * about. Default 0.01.
   */
  readonly smallestDifference?: number | undefined;
  /** Words in fewer texts of both windows together are not tested: they could not be found. Default 10. */
  readonly minWordCount?: number | undefined;
  /** Words listed of each direction. Default 25. */
  readonly maxWords?: number | undefined;
}

/**
 * Words that come in more or fewer texts than before, with the false-discovery rate controlled over all words
 * tested: chi-squared of two shares, Fisher's exact test where counts are small. A difference must also be large
 * enough to matter.
 *
 * Of a reference made with groups, the tests count texts of one group for as much as they tell. Where a profile
 * knows a count only within bounds, it is the one that makes the least of the difference.
 */
export function wordDrift(reference: Profile, current: Profile, options: WordOptions = {}): WordsDrift {
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

/** Numbers of texts of each window that have a term. */
export interface TermCounts {
  readonly word: string;
  readonly reference: number;
  readonly current: number;
  /** Within groups of texts; 0 when every text stands alone. */
  readonly correlation?: number;
}

/**
 * Tests each term's share of m texts of the reference and n of the current window, with the false-discovery
 * rate controlled over all that are tested, whatever their differences.
 */
export function testShares(
  terms: readonly TermCounts[],
  m: number,
  n: number,
  options: WordOptions,
  test: SharesTest = twoShares,
): WordsDrift {
  const { falseDiscoveryRate = 0.05, smallestDifference = 0.01, minWordCount = 10, maxWords = 25 } = options;
  const tested = terms.filter((t) => t.reference + t.current >= minWordCount);
  const pValues = tested.map((t) => test(t.reference, m, t.current, n, t.correlation ?? 0));
  const adjusted = adjustPValues(pValues, "benjaminiHochberg");
  const drifted: WordDrift[] = [];
  tested.forEach(({ word, reference, current }, i) => {
    const apart = Math.abs(current / n - reference / m);
    if (adjusted[i]! > falseDiscoveryRate || apart < smallestDifference) return;
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
    smallestDifference,
    strongest: ["more", "less"].flatMap((way) => drifted.filter((w) => w.change === way).slice(0, maxWords)),
  };
}

/** A rare word's own correlation is of few texts: such words have at least that of words never seen. */
function withCorrelations(
  terms: readonly TermCounts[],
  { values }: CountSummary,
  clustering: Clustering,
  m: number,
): TermCounts[] {
  const known = new Map(values.map((word, i) => [word, clustering.terms[i]!]));
  return terms.map((term) => {
    const own = known.get(term.word) ?? clustering.unseen;
    const correlation = term.reference < RARE * m ? Math.max(own, clustering.unseen) : own;
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
