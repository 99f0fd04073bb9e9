import { InvalidOption } from "../errors/codes.js";
import { checkOption } from "./check-option.js";
import type { OptionsSchema } from "./options-of.js";
import { anObject } from "./rule.js";
import { type RuleEntry, ruleOf, startsAs } from "./rule-of.js";

/** A schema of whichever options. */
// biome-ignore lint/suspicious/noExplicitAny: the option types of each schema are checked where the schema is made.
type AnySchema = OptionsSchema<any, any>;

/** What {@link optionForms} makes: it takes the options of any form and gives those of the form they belong to. */
export interface OptionForms<F extends AnySchema> {
  readonly forms: readonly F[];
  /** @throws `INVALID_OPTION` as {@link OptionsSchema.resolve}, also for an option of another form. */
  resolve(options: Parameters<F["resolve"]>[0]): ReturnType<F["resolve"]>;
}

/**
 * Options of several forms, one schema a form: a solver, say, and the penalty decide which other options there are.
 *
 * @param by     The options that decide, in the order in which they are looked at. Each form has a rule for each.
 * @param forms  Of the forms that fit the options, the first is taken.
 * @example
 * const shape = optionForms(["shape"], [
 *   optionsOf<{ shape?: "round"; radius?: number }>({ shape: ["round", oneOf("round")], radius: [1, above(0)] }),
 *   optionsOf<{ shape: "square"; side: number }>({ shape: oneOf("square"), side: above(0) }),
 * ]);
 * shape.resolve({ shape: "square", side: 2 }); // => { shape: "square", side: 2 }
 */
/* @__NO_SIDE_EFFECTS__ */
export function optionForms<F extends AnySchema>(by: readonly string[], forms: readonly F[]): OptionForms<F> {
  return {
    forms,
    resolve(options) {
      checkOption<object>("options", options, anObject("an object of options"));
      let left = forms;
      for (const option of by) {
        const value = options[option];
        const entry = ({ rules }: F) => (rules as Readonly<Record<string, RuleEntry>>)[option]!;
        const fit = left.filter((form) =>
          ruleOf(entry(form)).accepts(value === undefined ? startsAs(entry(form)) : value),
        );
        if (fit.length === 0) {
          const expected = [...new Set(left.map((form) => ruleOf(entry(form)).expected))].join(" or ");
          throw InvalidOption.create({ option, value, expected });
        }
        left = fit;
      }
      return left[0]!.resolve(options) as ReturnType<F["resolve"]>;
    },
  };
}
