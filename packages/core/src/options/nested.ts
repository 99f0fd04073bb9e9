import type { OptionsSchema } from "./options-of.js";
import { type OptionRule, rule } from "./rule.js";
import { type RuleEntry, ruleOf } from "./rule-of.js";

/**
 * Options inside an option. Their defaults are filled in by whoever resolves them: an option that is missing stays
 * out.
 */
/* @__NO_SIDE_EFFECTS__ */
export function nested<O extends object, Left extends keyof O>(
  schema: OptionsSchema<O, Left>,
): OptionRule<O> {
  const names: readonly string[] = schema.names;
  const accepts = (value: unknown) =>
    typeof value === "object" && value !== null && Object.keys(value).every((name) => names.includes(name));
  const members = (value: unknown) =>
    Object.entries(value as object).filter(([, member]) => member !== undefined);
  return {
    ...rule<O>(`a record of ${names.join(", ")}`, accepts),
    parts: (value) =>
      members(value).map(([name, member]) => [
        `.${name}`,
        member,
        ruleOf((schema.rules as Record<string, unknown>)[name] as RuleEntry),
      ]),
  };
}
