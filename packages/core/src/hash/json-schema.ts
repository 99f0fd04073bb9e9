import * as z from "zod/mini";
import { byName } from "./by-name.js";
import type { JsonValue } from "./canonical-json.js";

/**
 * The schema of any JSON value: what `z.json()` of zod accepts. That one is made of seven other schemas, which weigh
 * 1 kB in a bundle. This one names the place of what is not JSON, and refuses a value that holds itself.
 */
export const jsonSchema: z.ZodMiniType<JsonValue, JsonValue> = z.unknown().check(({ value, issues }) => {
  const place = placeOfOther(value);
  if (place !== undefined) {
    issues.push({ code: "custom", input: value, path: place, message: "Invalid input: expected JSON" });
  }
}) as never;

/** The schema of an object of JSON values, as `z.record(z.string(), jsonSchema)`, which would weigh 0.6 kB more in a bundle. */
export const jsonRecordSchema: z.ZodMiniType<Record<string, JsonValue>, Record<string, JsonValue>> = byName(
  jsonSchema,
) as never;

/** Deeper nesting is refused, as canonical JSON refuses it; a value that holds itself is. */
const DEPTH_LIMIT = 500;

type Place = (string | number)[];

/** Where a value has a part that is not JSON; `undefined` where there is none. It does not call itself: input may be deep. */
function placeOfOther(value: unknown): Place | undefined {
  const open: [value: unknown, place: Place][] = [[value, []]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [part, place] = next;
    if (isPlain(part)) continue;
    if (!isHolder(part) || place.length > DEPTH_LIMIT) return place;
    for (const [key, member] of Array.isArray(part) ? part.entries() : Object.entries(part)) {
      // As a name it would set the prototype of an object to which it is copied.
      if (key === "__proto__") return [...place, key];
      open.push([member, [...place, key]]);
    }
  }
  return undefined;
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

/** Whether a value is an array or a plain object. */
function isHolder(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || prototype === Object.prototype;
}
