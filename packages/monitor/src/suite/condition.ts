import * as z from "zod";

/**
 * What a figure must satisfy. `lt`, `lte`, `gt`, `gte` and `eq` compare it with a number. `within` is a closed interval.
 * `relative` and `absolute` are closed intervals around the figure of the reference: `{ relative: 0.1 }` allows a
 * difference of 10 % of it, `{ absolute: 5 }` a difference of 5.
 */
export const conditionSchema = z.union(
  [
    z.strictObject({ lt: z.number() }),
    z.strictObject({ lte: z.number() }),
    z.strictObject({ gt: z.number() }),
    z.strictObject({ gte: z.number() }),
    z.strictObject({ eq: z.number() }),
    z.strictObject({ within: z.tuple([z.number(), z.number()]) }),
    z.strictObject({ relative: z.number().min(0) }),
    z.strictObject({ absolute: z.number().min(0) }),
  ],
  {
    error: ({ input }) =>
      `expected one number for lt, lte, gt, gte, eq, relative or absolute, or two for within; got ${JSON.stringify(input)}`,
  },
);

/** @see {@link conditionSchema} */
export type Condition = z.infer<typeof conditionSchema>;

/** Whether a figure satisfies a condition; null when the condition needs a figure of the reference that is unknown. */
export function holds(condition: Condition, value: number, reference: number | null): boolean | null {
  if ("lt" in condition) return value < condition.lt;
  if ("lte" in condition) return value <= condition.lte;
  if ("gt" in condition) return value > condition.gt;
  if ("gte" in condition) return value >= condition.gte;
  if ("eq" in condition) return value === condition.eq;
  if ("within" in condition) return value >= condition.within[0] && value <= condition.within[1];
  if (reference === null) return null;
  const tolerance = "relative" in condition ? condition.relative * Math.abs(reference) : condition.absolute;
  return Math.abs(value - reference) <= tolerance;
}

/** A condition as text. */
export function conditionText(condition: Condition, reference: number | null): string {
  if ("lt" in condition) return `< ${condition.lt}`;
  if ("lte" in condition) return `≤ ${condition.lte}`;
  if ("gt" in condition) return `> ${condition.gt}`;
  if ("gte" in condition) return `≥ ${condition.gte}`;
  if ("eq" in condition) return `= ${condition.eq}`;
  if ("within" in condition) return `within ${condition.within[0]} and ${condition.within[1]}`;
  const target =
    reference === null ? "an unknown reference" : `the reference's ${Number(reference.toPrecision(6))}`;
  if ("relative" in condition)
    return `within ${Number((condition.relative * 100).toPrecision(6))} % of ${target}`;
  return `within ${condition.absolute} of ${target}`;
}
