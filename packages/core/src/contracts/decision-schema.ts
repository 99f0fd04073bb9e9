import * as z from "zod/mini";
import type { DecisionRule } from "./decision.js";

const probability = () => z.number().check(z.minimum(0), z.maximum(1));
const abstainBelow = z.optional(probability());

/** @see {@link DecisionRule} */
export const decisionRuleSchema: z.ZodMiniType<DecisionRule, DecisionRule> = z.union([
  z.strictObject({
    threshold: probability(),
    precision: z.optional(probability()),
    recall: z.optional(probability()),
    abstainBelow,
  }),
  z.strictObject({
    costs: z.record(z.string(), z.record(z.string(), z.number().check(z.minimum(0)))),
    abstainBelow,
  }),
  z.strictObject({ abstainBelow: probability() }),
]);
