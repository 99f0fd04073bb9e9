import { byName, jsonSchema } from "@imdb/core";
import * as z from "zod/mini";

/** The fields that the codecs of all fitted classifiers write, beside the tensors. */
export const fittedSchema = z.object({
  classes: z.array(z.string()).check(z.minLength(2), z.maxLength(65_536)),
  featureCount: z.int().check(z.minimum(0), z.maximum(2 ** 31 - 1)),
  options: byName(jsonSchema),
});
