import * as z from "zod";
import { parseWith, Unexpected } from "./codes.js";
import { type ErrorKind, ImdbError } from "./imdb-error.js";

/** An error as it crosses a thread, a queue or HTTP, where `structuredClone` would drop all but the message. */
export const wireErrorSchema = /* @__PURE__ */ (() =>
  z.object({
    code: z.string(),
    kind: z.enum(["input", "state", "dependency", "internal"]),
    message: z.string(),
    remedy: z.string(),
    details: z.record(z.string(), z.unknown()),
  }))();

/** @see {@link wireErrorSchema} */
export type WireError = z.infer<typeof wireErrorSchema>;

/**
 * Turns any thrown value into a plain object, and never throws itself. A foreign error becomes `UNEXPECTED`, of
 * kind `internal`, with its message kept; stacks and causes stay behind. Of the details, what JSON cannot hold
 * becomes text: bigints, NaN, cycles.
 */
export function toWire(error: unknown): WireError {
  if (ImdbError.isInstance(error)) {
    const { code, kind, message, remedy } = error;
    return { code, kind, message, remedy, details: jsonSafe(error.details) };
  }
  return toWire(Unexpected.create({ thrown: nameOf(error) }));
}

/**
 * Makes an {@link ImdbError} again from what {@link toWire} gave.
 *
 * @throws `SCHEMA_MISMATCH` for anything else.
 */
export function fromWire(wire: unknown): ImdbError {
  return new ImdbError(parseWith(wireErrorSchema, wire, "An error received"));
}

const STATUS: Record<ErrorKind, number> = { input: 400, state: 409, dependency: 503, internal: 500 };

/** The HTTP status of a kind of error: 400, 409, 503 or 500. */
export function httpStatus(kind: ErrorKind): number {
  return STATUS[kind];
}

/** What was thrown, in words; anything at all can be thrown. */
function nameOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return `a ${typeof thrown} that has no text`;
  }
}

function jsonSafe(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const above: unknown[] = [];
  function exact(this: unknown, _key: string, value: unknown): unknown {
    // JSON.stringify walks depth first: whoever holds this value is the last of its ancestors.
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (above.includes(value)) return "(cycle)";
    above.push(value);
    return value;
  }
  try {
    return (JSON.parse(JSON.stringify(details, exact) ?? "{}") ?? {}) as Record<string, unknown>;
  } catch (error) {
    // A getter or a toJSON of the details threw: the error they belong to matters more.
    return { unreadable: nameOf(error) };
  }
}
