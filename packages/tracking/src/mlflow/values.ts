import * as z from "zod";

// Schemas of the values in MLflow's JSON and YAML. In protobuf's JSON a 64-bit integer may be a text. Readers of YAML turn
// some texts into numbers, PyYAML writes some integers as floats, and the YAML parser here returns integers as bigints.

const bare = z.union([z.string(), z.number(), z.bigint()]);

/** A required text. */
export const text = bare.transform(String);
/** A text; "" when it is missing. */
export const textOrEmpty = bare.nullish().transform((value) => String(value ?? ""));
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
/** A whole number. */
export const integer = z
  .union([z.number(), z.bigint(), z.string().regex(/^-?\d+$/)])
  .transform((value) => Math.round(Number(value)));
export const optionalInteger = integer.nullish().transform((value) => value ?? undefined);
/** The lifecycle stage; default `active`. */
export const stage = z.enum(["active", "deleted"]).default("active");

/** A time in milliseconds since 1970 as MLmodel files have it. */
export function utcTime(time: number): string {
  return new Date(time).toISOString().replace("T", " ").replace("Z", "");
}

/** One of a list of states, by its name or by its position in the list, counted from 1; default: the first. */
export function stateOf<T extends string>(states: readonly T[]) {
  const byNumber = z.union([z.int(), z.bigint()]).transform((code) => states[Number(code) - 1] ?? states[0]!);
  return z.union([byNumber, z.enum(states as [T, ...T[]])]).default(states[0]!);
}
