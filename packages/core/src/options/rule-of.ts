import type { AnyRule } from "./rule.js";

/** The entry of an option in a schema: its rule, or a pair of its default and its rule. */
export type RuleEntry = AnyRule | readonly [initial: unknown, rule: AnyRule];

/** The rule of an option. */
export function ruleOf(entry: RuleEntry): AnyRule {
  return isPair(entry) ? entry[1] : entry;
}

/** The default of an option; `undefined` where it has none. */
export function defaultOf(entry: RuleEntry): unknown {
  return isPair(entry) ? entry[0] : undefined;
}

function isPair(entry: RuleEntry): entry is readonly [unknown, AnyRule] {
  return Array.isArray(entry);
}
