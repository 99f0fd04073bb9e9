import * as z from "zod";

/** The fields that the codecs of all fitted classifiers write, beside the tensors. */
export const fittedSchema = z.object({
  classes: z.array(z.string()).min(2).max(65_536),
  featureCount: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  options: z.record(z.string(), z.json()),
});
