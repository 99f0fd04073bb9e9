import { parseWith } from "@imdb/core";
import { denseRow, sparseRow, wordColumns, wordCounts } from "./sparse-row.js";
import { nearestCentre } from "./spherical-k-means.js";
import { type TopicModel, topicModelSchema } from "./topic-model.js";

/** The column of a profile that is made with topics. */
export const TOPIC_COLUMN = "topic";

/** The topic of texts without a word of any topic. */
export const NO_TOPIC = "no topic";

/**
 * Makes a function that returns the topic of a text: the one with the highest cosine similarity, or {@link NO_TOPIC}
 * when the text has no word of any topic.
 *
 * @throws `SCHEMA_MISMATCH` when the model is not a topic model.
 */
export function topicAssigner(model: TopicModel | unknown): (text: string) => string {
  const { words, idf, topics } = parseWith(topicModelSchema, model, "The topic model");
  const known = wordColumns(words, idf);
  const centres = topics.map((topic) => denseRow(topic, words.length));
  return (text) => {
    const row = sparseRow(wordCounts(text), known);
    return row.columns.length === 0 ? NO_TOPIC : topics[nearestCentre(row, centres)]!.name;
  };
}
