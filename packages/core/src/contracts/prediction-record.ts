import * as z from "zod/mini";
import { usualWords } from "../errors/safe-parse-with.js";

// Also a reader that calls `safeParse` itself gets words for what is wrong.
const error = usualWords;

/** One line of a prediction log. Serving writes it, monitoring reads it. */
export const predictionRecordSchema = z.object(
  {
    /** Unique; true labels that arrive later are joined by it. */
    id: z.string({ error }).check(z.minLength(1, { error })),
    /** ISO 8601, UTC. */
    time: z.iso.datetime({ error }),
    modelVersion: z.string({ error }),
    /** Null when the log does not store texts. */
    text: z.nullable(z.string({ error })),
    /** Of a prediction that abstains: the best guess of the model, which is no decision. */
    label: z.string({ error }),
    /** Whether the model abstains: it gives no label. Left out by models that always decide. */
    abstained: z.optional(z.boolean({ error })),
    probabilities: z.record(
      z.string({ error }),
      z.number({ error }).check(z.minimum(0, { error }), z.maximum(1, { error })),
      { error },
    ),
    latencyMs: z.number({ error }).check(z.minimum(0, { error })),
    /** The true label, if it is known. */
    actual: z.optional(z.string({ error })),
  },
  { error },
);

/** @see {@link predictionRecordSchema} */
export type PredictionRecord = z.infer<typeof predictionRecordSchema>;
