import { InvalidOption } from "../errors/codes.js";
import { checkOption } from "./check-option.js";
import type { OptionsSchema } from "./options-of.js";
import { anObject } from "./rule.js";
import { defaultOf, type RuleEntry, ruleOf } from "./rule-of.js";

/** A schema of any options. */
// biome-ignore lint/suspicious/noExplicitAny: the option types of each schema are checked where the schema is made.
type AnySchema = OptionsSchema<any, any>;

/** The result of {@link optionForms}. It takes options of any of the forms, and resolves them by the form that fits. */
export interface OptionForms<F extends AnySchema> {
  readonly forms: readonly F[];
  /** @throws `INVALID_OPTION` as {@link OptionsSchema.resolve}, also for an option of another form. */
  resolve(options: Parameters<F["resolve"]>[0], of?: string): ReturnType<F["resolve"]>;
}

/**
 * Options of several forms, with one schema for each: a solver and its penalty decide which other options exist.
 *
 * @param by     The options that decide, in the order in which they are checked. Every form has a rule for each.
 * @param forms  The first form that fits the options is used.
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
    resolve(options, of) {
      checkOption<object>("options", options, anObject("an object of options"), of);
      let candidates = forms;
      for (const option of by) {
        const value = options[option];
        const entry = ({ rules }: F) => (rules as Readonly<Record<string, RuleEntry>>)[option]!;
        const fit = candidates.filter((form) =>
          ruleOf(entry(form)).accepts(value === undefined ? defaultOf(entry(form)) : value),
        );
        if (fit.length === 0) {
          const expected = [...new Set(candidates.map((form) => ruleOf(entry(form)).expected))].join(" or ");
          throw InvalidOption.create({ option, value, expected, ...(of !== undefined && { of }) });
        }
        candidates = fit;
      }
      return candidates[0]!.resolve(options, of) as ReturnType<F["resolve"]>;
    },
  };
}
