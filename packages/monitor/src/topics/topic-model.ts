import { byCodePoint, portableLog, seededRandom } from "@imdb/core";
import { checkOption, integer, optionsOf, seed, within } from "@imdb/core/options";
import * as z from "zod";
import { textList } from "../checks/rules.js";
import { NoTopics } from "../errors.js";
import { type SparseRow, sparseRow, wordColumns, wordCounts } from "./sparse-row.js";
import { nearestCentre, sphericalKMeans } from "./spherical-k-means.js";

/** Topics as vectors in the space of words; JSON-safe. */
export const topicModelSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** In code point order; `idf` has the inverse document frequency of each. */
    words: z.array(z.string()).min(1).max(100_000),
    idf: z.array(z.number()),
    /** In descending order of their number of texts. */
    topics: z
      .array(
        z.strictObject({
          /** The words with the highest weights. */
          name: z.string().min(1),
          /** Numbers of the words of the topic, in ascending order; `weights` has the weight of each. */
          columns: z.array(z.int().min(0)),
          weights: z.array(z.number()),
        }),
      )
      .min(1)
      .max(1000),
    seed: z.int().min(0),
  })
  .refine((m) => m.words.length === m.idf.length, { error: "words and idf differ in length" })
  .refine(
    (m) =>
      m.topics.every(
        (t) => t.columns.length === t.weights.length && t.columns.every((c) => c < m.words.length),
      ),
    { error: "a topic has a weight for a word that is not in words" },
  );

/** @see {@link topicModelSchema} */
export type TopicModel = z.infer<typeof topicModelSchema>;

/** How topics are learned. */
export interface TopicOptions {
  /** Number of topics. Default 20. */
  readonly topics?: number | undefined;
  /** Highest number of texts that are used; more are sampled. Default 10,000. */
  readonly maxTexts?: number | undefined;
  /** Highest number of words that are used: the most frequent ones. Default 5,000. */
  readonly maxWords?: number | undefined;
  /** Words in a larger share of the texts are left out: they are not typical of a topic. Default 0.1. */
  readonly maxShare?: number | undefined;
  /** Words in a smaller share of the texts are left out: they are names of single things. Default 0.005. */
  readonly minShare?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

const topicOptions = optionsOf<TopicOptions>({
  topics: [20, integer(1)],
  maxTexts: [10_000, integer(1)],
  maxWords: [5000, integer(1)],
  maxShare: [0.1, within(0, 1)],
  minShare: [0.005, within(0, 1)],
  seed: [0, seed],
});

/** Words in fewer texts are left out. */
const MIN_TEXTS = 5;
/** Highest number of words in a topic. */
const MAX_TOPIC_WORDS = 200;
const WORDS_IN_NAME = 4;

/**
 * Learns the topics of texts, without embeddings: the texts, as TF-IDF vectors, are clustered by spherical k-means. The
 * name of a topic are its words with the highest weights. Pass the topics to {@link createProfile}: the profile then has
 * a column `topic`.
 *
 * The same texts and seed give the same topics.
 *
 * @throws `INVALID_OPTION`; `NO_TOPICS` when the texts share no words.
 * @see Dhillon & Modha (2001), Concept decompositions for large sparse text data using clustering.
 * @example
 * const films = Array.from({ length: 20 }, (_, i) => (i % 2 ? "zombies eat brains" : "lovers kiss softly"));
 * learnTopics(films, { topics: 2, maxShare: 1 }).topics.length; // => 2
 */
export function learnTopics(texts: readonly string[], options: TopicOptions = {}): TopicModel {
  checkOption("texts", texts, textList, "learnTopics");
  const resolved = topicOptions.resolve(options, "learnTopics");
  const { topics, maxTexts, maxWords, maxShare, minShare, seed } = resolved;
  const random = seededRandom(seed);
  const counts = sample(texts, maxTexts, random.fork("texts").permutation).map(wordCounts);
  const frequencies = frequentWords(counts, maxWords, minShare, maxShare);
  const words = frequencies.map(([word]) => word).sort(byCodePoint);
  const byWord = new Map(frequencies);
  const idf = words.map((word) => round(portableLog((1 + counts.length) / (1 + byWord.get(word)!)) + 1));
  const known = wordColumns(words, idf);
  const rows = counts.map((c) => sparseRow(c, known)).filter((row) => row.columns.length > 0);
  if (rows.length === 0) throw NoTopics.create({ texts: texts.length, words: words.length });
  const centres = sphericalKMeans(rows, words.length, topics, random.fork("centres"));
  return withoutUnusedWords({
    schemaVersion: 1,
    words,
    idf,
    topics: namedTopics(centres, rows, words),
    seed,
  });
}

/** Removes the words that no topic has: the nearest centre of a text does not depend on them. */
function withoutUnusedWords(model: TopicModel): TopicModel {
  const used = [...new Set(model.topics.flatMap((t) => t.columns))].sort((a, b) => a - b);
  const renumbered = new Map(used.map((column, i) => [column, i]));
  return {
    ...model,
    words: used.map((column) => model.words[column]!),
    idf: used.map((column) => model.idf[column]!),
    topics: model.topics.map((t) => ({ ...t, columns: t.columns.map((c) => renumbered.get(c)!) })),
  };
}

/** The words that are neither too rare nor too frequent, with their numbers of texts, in descending order of these. */
function frequentWords(
  counts: readonly ReadonlyMap<string, number>[],
  maxWords: number,
  minShare: number,
  maxShare: number,
): [string, number][] {
  const texts = new Map<string, number>();
  for (const words of counts) for (const word of words.keys()) texts.set(word, (texts.get(word) ?? 0) + 1);
  return [...texts]
    .filter(([, n]) => n >= Math.max(MIN_TEXTS, minShare * counts.length) && n <= maxShare * counts.length)
    .sort((a, b) => b[1] - a[1] || byCodePoint(a[0], b[0]))
    .slice(0, maxWords);
}

function namedTopics(
  centres: readonly Float64Array[],
  rows: readonly SparseRow[],
  words: readonly string[],
): TopicModel["topics"] {
  const sizes = new Uint32Array(centres.length);
  for (const row of rows) sizes[nearestCentre(row, centres)]!++;
  const bySize = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const names = new Set<string>();
  return bySize.map((c) => {
    const centre = centres[c]!;
    const heaviest = Array.from(centre.keys())
      .filter((column) => round(centre[column]!) > 0)
      .sort((a, b) => centre[b]! - centre[a]! || a - b)
      .slice(0, MAX_TOPIC_WORDS);
    const title = heaviest
      .slice(0, WORDS_IN_NAME)
      .map((column) => words[column]!)
      .join(" · ");
    const name = names.has(title) ? `${title} (${names.size})` : title;
    names.add(name);
    const columns = heaviest.sort((a, b) => a - b);
    return { name, columns, weights: columns.map((column) => round(centre[column]!)) };
  });
}

function sample(
  texts: readonly string[],
  maxTexts: number,
  permutation: (n: number) => Uint32Array,
): readonly string[] {
  if (texts.length <= maxTexts) return texts;
  return Array.from(permutation(texts.length).subarray(0, maxTexts).sort(), (i) => texts[i]!);
}

/** Rounds to six decimals, which are short in JSON. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
