import { z } from "zod";
import { type ErrorKind, ImdbError } from "./imdb-error.js";

/** An error as it crosses a thread, a queue or HTTP, where `structuredClone` would drop all but the message. */
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
 * Turns any thrown value into a plain object. A foreign error becomes `UNEXPECTED`, of kind `internal`, with
 * its message kept; stacks stay behind.
 */
export function toWire(error: unknown): WireError {
  if (ImdbError.isInstance(error)) {
    const { code, kind, message, remedy } = error;
    return { code, kind, message, remedy, details: jsonSafe(error.details) };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const remedy = "This is not an error that the library expects; report it with what led to it.";
  return { code: "UNEXPECTED", kind: "internal", message, remedy, details: {} };
}

/** Makes an {@link ImdbError} again from what {@link toWire} gave. Throws a `ZodError` on anything else. */
export function fromWire(wire: unknown): ImdbError {
  return new ImdbError(wireErrorSchema.parse(wire));
}

const STATUS: Record<ErrorKind, number> = { input: 400, state: 409, dependency: 503, internal: 500 };

/** The HTTP status of a kind of error: 400, 409, 503 or 500. */
export function httpStatus(kind: ErrorKind): number {
  return STATUS[kind];
}

function jsonSafe(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const text = JSON.stringify(details, (_key, value: unknown) => {
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    return value;
  });
  return JSON.parse(text) as Record<string, unknown>;
}
