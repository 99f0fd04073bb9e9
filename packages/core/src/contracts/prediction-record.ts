import * as z from "zod";

/** One line of a prediction log: what serving writes and monitoring reads. */
export const predictionRecordSchema = /* @__PURE__ */ (() =>
  z.object({
    /** Unique; late labels are joined by it. */
    id: z.string().min(1),
    /** ISO 8601, UTC. */
    time: z.iso.datetime(),
    modelVersion: z.string(),
    /** Null when the log was told not to keep texts. */
    text: z.string().nullable(),
    label: z.string(),
    probabilities: z.record(z.string(), z.number().min(0).max(1)),
    latencyMs: z.number().min(0),
    /** The true label, where it is known. */
    actual: z.string().optional(),
  }))();

/** @see {@link predictionRecordSchema} */
export type PredictionRecord = z.infer<typeof predictionRecordSchema>;
