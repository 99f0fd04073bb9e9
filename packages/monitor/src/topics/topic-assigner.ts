import { parseWith } from "@imdb/core";
import { denseRow, sparseRow, wordColumns, wordCounts } from "./sparse-row.js";
import { nearestCentre } from "./spherical-k-means.js";
import { type TopicModel, topicModelSchema } from "./topic-model.js";

/** The column that a profile made with a topic model has. */
export const TOPIC_COLUMN = "topic";

/** The topic of texts that have no word of any. */
export const NO_TOPIC = "no topic";

/**
 * Makes the function that names the topic of a text: the one with the largest cosine, {@link NO_TOPIC} when the
 * text has none of the topics' words.
 *
 * @throws `SCHEMA_MISMATCH` when the model is none.
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
