import { byCodePoint } from "@imdb/core";
import { z } from "zod";
import type { Metric } from "../entities/metric.js";
import { integer, textOrEmpty } from "../mlflow/values.js";

/** Tells what a request made, though its answer got lost, from everything else. */
export const REQUEST_TAG = "imdb.request";

// MLflow's JSON is protobuf's mapping, where NaN and infinities are texts, and records are lists.

const double = z.union([
  z.number(),
  z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number),
  z
    .string()
    .regex(/^[-+\d.eE]+$/)
    .transform(Number),
]);
/** A list of keys and values as a record. */
export const pairs = z
  .array(z.object({ key: z.string(), value: textOrEmpty }))
  .nullish()
  .transform((list) => record(list ?? []));
/** A metric in an answer. */
export const metricWire = z
  .object({
    key: z.string(),
    value: double,
    timestamp: integer.default(0),
    step: integer.default(0),
    model_id: textOrEmpty,
  })
  .transform(
    ({ key, value, timestamp, step, model_id: modelId }): Metric => ({
      key,
      value,
      timestamp,
      step,
      ...(modelId && { modelId }),
    }),
  );

/** A number as protobuf's JSON has it. */
export function doubleToWire(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A record as MLflow's list of keys and values. */
export function toPairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** A list of keys and values as a record that takes any key. */
export function record(list: readonly { key: string; value: string }[]): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const { key, value } of [...list].sort((a, b) => byCodePoint(a.key, b.key))) values[key] = value;
  return values;
}
