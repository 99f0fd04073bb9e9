import { z } from "zod";

/** What the codec of every fitted classifier writes besides its numbers. */
export const fittedSchema = z.object({
  classes: z.array(z.string()).min(2).max(65_536),
  featureCount: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  options: z.record(z.string(), z.json()),
});
