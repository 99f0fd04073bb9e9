import { z } from "zod";

/**
 * What a figure must satisfy. `lt`, `lte`, `gt`, `gte`, `eq` compare with a number; `within` is a closed
 * interval; `relative` is a closed interval about the reference's figure: `{ relative: 0.1 }` allows 10 % of it
 * either way, `{ absolute: 5 }` allows 5.
 */
export const conditionSchema = z.union([
  z.strictObject({ lt: z.number() }),
  z.strictObject({ lte: z.number() }),
  z.strictObject({ gt: z.number() }),
  z.strictObject({ gte: z.number() }),
  z.strictObject({ eq: z.number() }),
  z.strictObject({ within: z.tuple([z.number(), z.number()]) }),
  z.strictObject({ relative: z.number().min(0) }),
  z.strictObject({ absolute: z.number().min(0) }),
]);

/** @see {@link conditionSchema} */
export type Condition = z.infer<typeof conditionSchema>;

/** Whether a figure satisfies a condition; null when the condition asks for a reference's figure that is not known. */
export function holds(condition: Condition, value: number, reference: number | null): boolean | null {
  if ("lt" in condition) return value < condition.lt;
  if ("lte" in condition) return value <= condition.lte;
  if ("gt" in condition) return value > condition.gt;
  if ("gte" in condition) return value >= condition.gte;
  if ("eq" in condition) return value === condition.eq;
  if ("within" in condition) return value >= condition.within[0] && value <= condition.within[1];
  if (reference === null) return null;
  const room = "relative" in condition ? condition.relative * Math.abs(reference) : condition.absolute;
  return Math.abs(value - reference) <= room;
}

/** A condition in words. */
export function conditionText(condition: Condition, reference: number | null): string {
  if ("lt" in condition) return `< ${condition.lt}`;
  if ("lte" in condition) return `≤ ${condition.lte}`;
  if ("gt" in condition) return `> ${condition.gt}`;
  if ("gte" in condition) return `≥ ${condition.gte}`;
  if ("eq" in condition) return `= ${condition.eq}`;
  if ("within" in condition) return `within ${condition.within[0]} and ${condition.within[1]}`;
  // Six digits tell what is meant; a mean has sixteen.
  const about =
    reference === null ? "an unknown reference" : `the reference's ${Number(reference.toPrecision(6))}`;
  if ("relative" in condition)
    return `within ${Number((condition.relative * 100).toPrecision(6))} % of ${about}`;
  return `within ${condition.absolute} of ${about}`;
}
