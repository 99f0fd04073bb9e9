import { parseWith } from "@imdb/core";
import { z } from "zod";

/** The settings of an app that are plain values; each has a default. */
export const appSettingsSchema = z.strictObject({
  limits: z
    .strictObject({
      /** Bytes of a body. */
      bodyBytes: z
        .int()
        .min(1)
        .max(2 ** 30)
        .default(4 << 20),
      /** Texts of one request. */
      batchSize: z.int().min(1).max(1_000_000).default(1000),
      /** UTF-16 units of one text. */
      textLength: z.int().min(1).max(100_000_000).default(100_000),
    })
    .prefault({}),
  /** How long an accepted request may take, from its arrival, in milliseconds. */
  timeoutMs: z.int().min(1).default(10_000),
  /** Requests that may be accepted and unanswered at once; more are refused with 503 and Retry-After. */
  maxInFlight: z.int().min(1).default(256),
  /** Keys that open the service; empty: it is open. Each at least 16 characters. */
  apiKeys: z.array(z.string().min(16)).default([]),
  /** Origins that a browser may call from; `["*"]`: any. Empty: none, no CORS headers. */
  corsOrigins: z.array(z.string().min(1)).default([]),
  /** Requests a second for each API key, or for each client address where there are no keys. */
  rateLimit: z.strictObject({ perSecond: z.number().positive(), burst: z.int().min(1) }).optional(),
});

/** @see {@link appSettingsSchema} */
export type AppSettings = z.output<typeof appSettingsSchema>;

/** Sizes a request may have. */
export type Limits = Readonly<AppSettings["limits"]>;

/** The settings as a caller gives them: every one may be left out. */
export type AppSettingsInput = z.input<typeof appSettingsSchema>;

/** Fills in the defaults. @throws `SCHEMA_MISMATCH` naming every wrong setting. */
export function appSettings(given: AppSettingsInput): AppSettings {
  return parseWith(appSettingsSchema, given, "The settings of the app");
}
