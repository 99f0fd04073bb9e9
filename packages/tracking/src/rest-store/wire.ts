import { byCodePoint } from "@imdb/core";
import { z } from "zod";
import type { Metric } from "../entities/metric.js";

/** Tells what a request made, though its answer got lost, from everything else. */
export const REQUEST_TAG = "imdb.request";

// MLflow's JSON: protobuf's mapping, where 64-bit integers may be texts and NaN and infinities are.

/** Text; "" where there is none. */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? "" : String(value)));
/** A whole number, which may come as text. */
export const integer = z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform(Number);
export const optionalInteger = integer.nullish().transform((value) => value ?? undefined);
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
  .array(z.object({ key: z.string(), value: text }))
  .nullish()
  .transform((list) => record(list ?? []));
/** Whether something is in the trash. */
export const stage = z.enum(["active", "deleted"]).default("active");

/** A metric in an answer. */
export const metricWire = z
  .object({
    key: z.string(),
    value: double,
    timestamp: integer.default(0),
    step: integer.default(0),
    model_id: text,
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
