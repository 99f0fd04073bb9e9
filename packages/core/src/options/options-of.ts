import { InvalidOption } from "../errors/codes.js";
import { checkOption } from "./check-option.js";
import { nearestName } from "./nearest-name.js";
import { anObject, type OptionalRule, type OptionRule } from "./rule.js";
import { defaultOf, type RuleEntry, ruleOf } from "./rule-of.js";

type Value<O, K extends keyof O> = Exclude<O[K], undefined>;
type IsOptional<O, K extends keyof O> = Pick<O, K> extends Required<Pick<O, K>> ? false : true;

/**
 * The rule of every option of `O`: `[default, rule]` where the option may be left out; the rule alone where it is
 * required; `optional(rule)` where it may be left out and has no default.
 */
export type OptionRules<O> = {
  readonly [K in keyof O]-?: IsOptional<O, K> extends true
    ? readonly [initial: Value<O, K>, rule: OptionRule<Value<O, K>>] | OptionalRule<Value<O, K>>
    : readonly [initial: Value<O, K>, rule: OptionRule<Value<O, K>>] | OptionRule<Value<O, K>>;
};

/** Options with all defaults filled in. Those named in `Left` have no default and may be missing. */
export type Resolved<O, Left extends keyof O = never> = {
  readonly [K in Exclude<keyof O, Left>]-?: Value<O, K>;
} & { readonly [K in Left]?: Value<O, K> };

/** The result of {@link optionsOf}. */
export interface OptionsSchema<O, Left extends keyof O = never> {
  /** The names of the options. */
  readonly names: readonly (keyof O & string)[];
  readonly rules: OptionRules<O>;
  /**
   * Checks options and fills in the defaults. The options of the result are in the order of the rules.
   *
   * @param of  What the options belong to, for the message: `task "load"`.
   * @throws `INVALID_OPTION` for a value that breaks its rule, for a name that does not exist, and for options that are
   *   not an object.
   */
  resolve(options: O, of?: string): Resolved<O, Left>;
  /** The members of an object that are options of this schema. */
  pick<P extends object>(object: P): Pick<P, keyof O & keyof P>;
}

/**
 * Makes the schema of an options object. The defaults, the names, the checks and the type with all defaults filled in
 * follow from it. The interface with its documentation is written separately. The compiler refuses a schema that lacks
 * an option of the interface, has one more, or has a rule or a default of another type.
 *
 * This is not zod because options are checked in every call of the library, also of metrics in a browser: this is 5 kB
 * of code, `zod/mini` is 16 and `zod` 450. Types that are inferred from a schema would also lose the documentation of
 * each option.
 *
 * @typeParam O     The options, as an interface.
 * @typeParam Left  Names of the options that have no default and may be left out.
 * @example
 * interface Options { readonly k: number; readonly scale?: "l1" | "l2"; readonly limit?: number }
 * const options = optionsOf<Options, "limit">({
 *   k: integer(1, 100),
 *   scale: ["l2", oneOf("l1", "l2")],
 *   limit: optional(above(0)),
 * });
 * options.resolve({ k: 3 }); // => { k: 3, scale: "l2" }
 */
/* @__NO_SIDE_EFFECTS__ */
export function optionsOf<O extends object, Left extends keyof O = never>(
  rules: OptionRules<O>,
): OptionsSchema<O, Left> {
  const names = Object.keys(rules) as (keyof O & string)[];
  return {
    names,
    rules,
    resolve(options, of) {
      checkOption<object>("options", options, anObject("an object of options"), of);
      refuseUnknown(options, names, of);
      const resolved: Record<string, unknown> = {};
      for (const name of names) {
        const value = checkedValue(name, options[name], rules[name] as RuleEntry, of);
        if (value !== undefined) resolved[name] = value;
      }
      return resolved as Resolved<O, Left>;
    },
    pick(object) {
      const own = Object.entries(object).filter(([name]) => (names as string[]).includes(name));
      return Object.fromEntries(own) as never;
    },
  };
}

/**
 * Refuses names that do not exist. Otherwise a misspelt option would silently have its default.
 *
 * @throws `INVALID_OPTION` with the nearest name that exists.
 */
function refuseUnknown(options: object, names: readonly string[], of: string | undefined): void {
  for (const option of Object.keys(options)) {
    if (names.includes(option)) continue;
    const expected = `one of ${names.join(", ")}`;
    throw InvalidOption.create({
      option,
      value: "unknown",
      expected,
      near: nearestName(option, names) ?? null,
      ...(of !== undefined && { of }),
    });
  }
}

/** The checked value of one option, or its default. */
function checkedValue(name: string, given: unknown, entry: RuleEntry, of: string | undefined): unknown {
  const own = ruleOf(entry);
  const initial = defaultOf(entry);
  const mayBeMissing = initial !== undefined || "isOptional" in own;
  return given === undefined && mayBeMissing
    ? initial
    : checkOption(name, given, own as OptionRule<unknown>, of);
}
