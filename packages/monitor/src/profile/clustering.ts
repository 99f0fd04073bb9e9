import { z } from "zod";

/**
 * How alike texts of one group (a movie, a product, an author) are: the intraclass correlation of having a word,
 * from 0 (a group says nothing of its texts) to 1 (all texts of a group have the word, or none).
 */
export const clusteringSchema = z.strictObject({
  groups: z.int().min(1),
  /** Mean size of the group of a text: the texts it is with, itself included. */
  meanSize: z.number().min(1),
  /** Of each of the profile's terms, in their order. */
  terms: z.array(z.number().min(0).max(1)),
  /** Of a word the profile does not list: what nine of ten of its rare words stay below. */
  unseen: z.number().min(0).max(1),
  /** Of each topic, in the order of the column's categories; empty without topics. */
  topics: z.array(z.number().min(0).max(1)),
});

/** @see {@link clusteringSchema} */
export type Clustering = z.infer<typeof clusteringSchema>;

/** Words in a smaller share of the texts are rare: little is known of each. */
export const RARE = 0.01;
