import { parseWith } from "@imdb/core";
import { expect, test } from "vitest";
import { type AppSettings, appSettings, appSettingsSchema } from "./app-options.js";
import { serveSectionSchema, settingsFromConfig } from "./serve-section.js";

const CODE = {
  limits: { bodyBytes: 1000, batchSize: 2, textLength: 3, answerBytes: 2000 },
  timeoutMs: 4,
  maxInFlight: 5,
  apiKeys: ["a key of sixteen or more"],
  corsOrigins: ["https://app.example"],
  rateLimit: { perSecond: 6, burst: 7 },
} satisfies AppSettings;
const FILE = {
  limits: { body_bytes: 1000, batch_size: 2, text_length: 3, answer_bytes: 2000 },
  timeout_ms: 4,
  max_in_flight: 5,
  api_keys: ["a key of sixteen or more"],
  cors_origins: ["https://app.example"],
  rate_limit: { per_second: 6, burst: 7 },
};

test("a section has every setting of an app, in snake case and with the same rules", () => {
  expect(settingsFromConfig(parseWith(serveSectionSchema, FILE, "serve"))).toEqual(CODE);
  expect(Object.keys(appSettingsSchema.shape)).toEqual(Object.keys(CODE));
});

test("a section without fields is an app with the default settings", () => {
  expect(appSettings(settingsFromConfig(serveSectionSchema.parse({})))).toEqual(appSettings({}));
});

test.each([
  [{ max_in_flite: 1 }, /\(root\): .*max_in_flite/],
  [{ limits: { bodyBytes: 1 } }, /limits: .*bodyBytes/],
  [{ rate_limit: { per_second: 1, burst: 1, per_minute: 1 } }, /rate_limit: .*per_minute/],
  [{ timeout_ms: 0 }, /timeout_ms: /],
])("refuses %j by path and name", (section, message) => {
  expect(() => parseWith(serveSectionSchema, section, "serve")).toThrow(message);
});
