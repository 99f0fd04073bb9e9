import type { Example } from "@imdb/core";
import { SplitImpossible } from "../errors.js";

const DATE_TIME =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * The time of an example: a number as it is, or an ISO 8601 date or date-time; without a zone it is UTC,
 * whatever the machine's zone.
 *
 * @throws `SPLIT_IMPOSSIBLE`
 */
export function timeOf({ id, attributes }: Example, by: string): number {
  const value = attributes?.[by];
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? DATE_TIME.exec(value) : null;
  const hasZone = match?.groups?.["zone"] !== undefined || String(value).length === 10;
  const time =
    match === null ? Number.NaN : Date.parse(hasZone ? String(value) : `${String(value).replace(" ", "T")}Z`);
  if (!Number.isNaN(time)) return time;
  const reason = `attributes.${by} of example ${JSON.stringify(id)} is ${JSON.stringify(value ?? null)}, not a number or an ISO 8601 time`;
  throw SplitImpossible.create({ split: "time", reason });
}
