import { quantileSorted } from "simple-statistics";
import { z } from "zod";
import type { GroupCounts } from "./group-counts.js";

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

/**
 * The correlation within groups of having a thing that `count` of `texts` texts have, by the variance of its
 * counts between groups.
 *
 * @see Kish (1965), Survey sampling, 5.4: design effect = 1 + (mean size − 1) · correlation.
 */
export function correlationWithin(id: number, count: number, texts: number, groups: GroupCounts): number {
  const share = count / texts;
  const meanSize = groups.sizeSquares / texts;
  if (groups.groups < 2 || meanSize <= 1 || share <= 0 || share >= 1) return 0;
  const scatter = groups.squares(id) - 2 * share * groups.products(id) + share * share * groups.sizeSquares;
  const expected = texts * share * (1 - share);
  const effect = (scatter * groups.groups) / (groups.groups - 1) / expected;
  return Math.min(1, Math.max(0, Math.round(((effect - 1) / (meanSize - 1)) * 1e4) / 1e4));
}

/** What nine of ten rare words stay below; 1 when there are none. */
export function correlationOfUnseen(
  correlations: readonly number[],
  counts: readonly number[],
  texts: number,
): number {
  const rare = correlations.filter((_, i) => counts[i]! < RARE * texts).sort((a, b) => a - b);
  return rare.length === 0 ? 1 : quantileSorted(rare, 0.9);
}
