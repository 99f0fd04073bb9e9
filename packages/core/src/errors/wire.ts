import * as z from "zod/mini";
import { parseWith, Unexpected } from "./codes.js";
import { type ErrorKind, ImdbError } from "./imdb-error.js";

/** An error in the form that is sent to a thread, a queue or over HTTP. `structuredClone` would keep only its message. */
export const wireErrorSchema = z.object({
  code: z.string(),
  kind: z.enum(["input", "state", "dependency", "internal"]),
  message: z.string(),
  remedy: z.string(),
  details: z.record(z.string(), z.unknown()),
});

/** @see {@link wireErrorSchema} */
export type WireError = z.infer<typeof wireErrorSchema>;

/**
 * Turns any thrown value into a plain object. It never throws. An error that the library does not define becomes
 * `UNEXPECTED`, of kind `internal`, with its message. Stacks and causes are left out. Details that JSON cannot
 * represent (bigints, NaN, cycles) become text.
 */
export function toWire(error: unknown): WireError {
  if (ImdbError.isInstance(error)) {
    const { code, kind, message, remedy } = error;
    return { code, kind, message, remedy, details: jsonSafe(error.details) };
  }
  return toWire(Unexpected.create({ thrown: nameOf(error) }));
}

/**
 * Makes an {@link ImdbError} from the result of {@link toWire}.
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

/** A text for a thrown value of any type. */
function nameOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return `a ${typeof thrown} that has no text`;
  }
}

function jsonSafe(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const ancestors: unknown[] = [];
  function exact(this: unknown, _key: string, value: unknown): unknown {
    // JSON.stringify visits depth first: `this`, which holds the value, is the last of its ancestors.
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (ancestors.includes(value)) return "(cycle)";
    ancestors.push(value);
    return value;
  }
  try {
    return (JSON.parse(JSON.stringify(details, exact) ?? "{}") ?? {}) as Record<string, unknown>;
  } catch (error) {
    // A getter or a toJSON of the details threw. The error itself must still be sent.
    return { unreadable: nameOf(error) };
  }
}
