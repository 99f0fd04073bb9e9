import * as z from "zod";

/**
 * How alike the texts of one group (a movie, a product, an author) are: the intraclass correlation of a word, from 0 (the
 * groups do not matter) to 1 (in each group all texts have the word, or none has it).
 */
export const clusteringSchema = z.strictObject({
  groups: z.int().min(1),
  /** Mean over all texts of the size of their group. */
  meanSize: z.number().min(1),
  /** The correlation of each of the profile's terms, in their order. */
  terms: z.array(z.number().min(0).max(1)),
  /** The correlation of a word that is not in the profile: the 90 % quantile of the correlations of rare words. */
  unseen: z.number().min(0).max(1),
  /** The intraclass correlation of each topic, in the order of the column's categories. Empty without topics. */
  topics: z.array(z.number().min(0).max(1)),
});

/** @see {@link clusteringSchema} */
export type Clustering = z.infer<typeof clusteringSchema>;

/** Words in a smaller share of the texts are rare: their correlation is estimated from few texts. */
export const RARE_SHARE = 0.01;
