import * as z from "zod";

/** One line of a prediction log. Serving writes it, monitoring reads it. */
export const predictionRecordSchema = z.object({
  /** Unique; true labels that arrive later are joined by it. */
  id: z.string().min(1),
  /** ISO 8601, UTC. */
  time: z.iso.datetime(),
  modelVersion: z.string(),
  /** Null when the log does not store texts. */
  text: z.string().nullable(),
  /** Of a prediction that abstains: the best guess of the model, which is no decision. */
  label: z.string(),
  /** Whether the model abstains: it gives no label. Left out by models that always decide. */
  abstained: z.boolean().optional(),
  probabilities: z.record(z.string(), z.number().min(0).max(1)),
  latencyMs: z.number().min(0),
  /** The true label, if it is known. */
  actual: z.string().optional(),
});

/** @see {@link predictionRecordSchema} */
export type PredictionRecord = z.infer<typeof predictionRecordSchema>;
