import { z } from "zod";

// Values as MLflow's JSON and YAML have them. In protobuf's JSON 64-bit integers may be texts; readers of YAML make
// numbers of some texts, PyYAML writes some integers as floats, and integers are read as big ones.

const bare = z.union([z.string(), z.number(), z.bigint()]);

/** A text that must be there. */
export const text = bare.transform(String);
/** A text; "" where there is none. */
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
/** Whether something is in the trash. */
export const stage = z.enum(["active", "deleted"]).default("active");

/** One of a list of states, by its name or by its place in the list from 1 on; default: the first. */
export function stateOf<T extends string>(states: readonly T[]) {
  const byNumber = z.union([z.int(), z.bigint()]).transform((code) => states[Number(code) - 1] ?? states[0]!);
  return z.union([byNumber, z.enum(states as [T, ...T[]])]).default(states[0]!);
}
