import { z } from "zod";

/** What a domain classifier makes of windows that differ in nothing but their groups; JSON-safe. */
export const textDriftBaselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Texts of each window. */
  windowSize: z.int().min(1),
  /** Area under the ROC curve of each draw. */
  rocAucs: z.array(z.number().min(0).max(1)).min(2),
  seed: z.int().min(0),
});

/** @see {@link textDriftBaselineSchema} */
export type TextDriftBaseline = z.infer<typeof textDriftBaselineSchema>;
