import { nearestName } from "./nearest-name.js";
import type { OptionsSchema } from "./options-of.js";
import { type OptionRule, rule } from "./rule.js";
import { type RuleEntry, ruleOf } from "./rule-of.js";

/** Options inside an option. Their defaults are not filled in here: an option that is left out stays out. */
/* @__NO_SIDE_EFFECTS__ */
export function nested<O extends object, Left extends keyof O>(
  schema: OptionsSchema<O, Left>,
): OptionRule<O> {
  const expected = schema.names.join(", ");
  const unknown = (name: string) => ({
    ...rule<never>(`one of ${expected}`, () => false),
    near: nearestName(name, schema.names) ?? null,
  });
  const rules = schema.rules as Readonly<Record<string, RuleEntry>>;
  const accepts = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  const members = (value: unknown) =>
    Object.entries(value as object).filter(([, member]) => member !== undefined);
  return {
    ...rule<O>(`a record of ${expected}`, accepts),
    parts: (value) =>
      members(value).map(([name, member]) => [
        `.${name}`,
        member,
        Object.hasOwn(rules, name) ? ruleOf(rules[name]!) : unknown(name),
      ]),
  };
}
