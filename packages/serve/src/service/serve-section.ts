import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import * as z from "zod";
import { type AppSettingsInput, appSettingsSchema } from "./app-options.js";

const { limits, rateLimit, timeoutMs, maxInFlight, apiKeys, corsOrigins } = appSettingsSchema.shape;
const { bodyBytes, batchSize, textLength, answerBytes } = limits.unwrap().shape;
const { perSecond, burst } = rateLimit.unwrap().shape;

/**
 * The section of a service in a configuration file: the fields of {@link appSettingsSchema}, in snake case like every
 * other section. Code has the names in camel case, and {@link settingsFromConfig} leads from one to the other.
 */
export const serveSectionSchema = z.strictObject({
  limits: z
    .strictObject({
      body_bytes: bodyBytes,
      batch_size: batchSize,
      text_length: textLength,
      answer_bytes: answerBytes,
    })
    .prefault({}),
  timeout_ms: timeoutMs,
  max_in_flight: maxInFlight,
  // An empty list is a secret that is missing: it must not open the service.
  api_keys: apiKeys
    .unwrap()
    .min(1, "it names no key; leave it out for a service that everyone may call")
    .optional(),
  cors_origins: corsOrigins,
  rate_limit: z.strictObject({ per_second: perSecond, burst }).optional(),
});

const sectionRule: OptionRule<z.output<typeof serveSectionSchema>> = rule(
  "a section that serveSectionSchema has read",
  (value) => Object(Object(value).limits) === Object(value).limits,
);

/** The settings that a section of {@link serveSectionSchema} holds, under their names in code. @throws `INVALID_OPTION` */
export function settingsFromConfig(section: z.output<typeof serveSectionSchema>): AppSettingsInput {
  checkOption("section", section, sectionRule, "settingsFromConfig");
  const { limits, rate_limit: rate } = section;
  return {
    limits: {
      bodyBytes: limits.body_bytes,
      batchSize: limits.batch_size,
      textLength: limits.text_length,
      answerBytes: limits.answer_bytes,
    },
    timeoutMs: section.timeout_ms,
    maxInFlight: section.max_in_flight,
    ...(section.api_keys && { apiKeys: section.api_keys }),
    corsOrigins: section.cors_origins,
    ...(rate && { rateLimit: { perSecond: rate.per_second, burst: rate.burst } }),
  };
}
