import type { AnyRule } from "./rule.js";

/** What a schema has for an option: its rule, or the pair of its default and its rule. */
export type RuleEntry = AnyRule | readonly [initial: unknown, rule: AnyRule];

/** The rule of an option, its default aside. */
export function ruleOf(entry: RuleEntry): AnyRule {
  return isPair(entry) ? entry[1] : entry;
}

/** The default of an option; `undefined`: it has none. */
export function startsAs(entry: RuleEntry): unknown {
  return isPair(entry) ? entry[0] : undefined;
}

function isPair(entry: RuleEntry): entry is readonly [unknown, AnyRule] {
  return Array.isArray(entry);
}
