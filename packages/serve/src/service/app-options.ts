import { parseWith } from "@imdb/core";
import { isApiKey } from "@imdb/runtime/routes";
import * as z from "zod";

/** The settings of an app that are plain values. Each has a default, or may be left out. In a file: `serveSectionSchema`. */
export const appSettingsSchema = z.strictObject({
  limits: z
    .strictObject({
      /** The largest body, in bytes. */
      bodyBytes: z
        .int()
        .min(1)
        .max(2 ** 30)
        .default(4 << 20),
      /** The largest number of texts in one request. */
      batchSize: z.int().min(1).max(1_000_000).default(1000),
      /** The longest text, in UTF-16 code units. */
      textLength: z.int().min(1).max(100_000_000).default(100_000),
      /**
       * The largest answer, in bytes, counted before it is made. Answers that clients have not read may hold four times as
       * much in all.
       */
      answerBytes: z
        .int()
        .min(1000)
        .max(2 ** 28)
        .default(32 << 20),
    })
    .prefault({}),
  /** Time limit of an accepted request, from its arrival, in milliseconds. */
  timeoutMs: z.int().min(1).default(10_000),
  /** The largest number of requests that are accepted and not answered; further ones are refused with 503 and Retry-After. */
  maxInFlight: z.int().min(1).default(256),
  /**
   * API keys, each of at least 16 printable ASCII characters without spaces at its ends. Empty: everyone may call the
   * service.
   */
  apiKeys: z
    .array(
      z
        .string()
        .min(16)
        .refine(isApiKey, "it has spaces at its ends, or characters that are not printable ASCII"),
    )
    .default([]),
  /** Origins that a browser may call from; `["*"]`: any. Empty: none, and no CORS headers. */
  corsOrigins: z.array(z.string().min(1)).default([]),
  /** Requests a second for each API key, or for each client address where there are no keys. */
  rateLimit: z.strictObject({ perSecond: z.number().positive(), burst: z.int().min(1) }).optional(),
});

/** @see {@link appSettingsSchema} */
export type AppSettings = z.output<typeof appSettingsSchema>;

/** Limits of a request. */
export type Limits = Readonly<AppSettings["limits"]>;

/** The settings of a caller: each may be left out. */
export type AppSettingsInput = z.input<typeof appSettingsSchema>;

/** Fills in the defaults. @throws `SCHEMA_MISMATCH` naming every wrong setting. */
export function appSettings(given: AppSettingsInput): AppSettings {
  return parseWith(appSettingsSchema, given, "The settings of the app");
}
