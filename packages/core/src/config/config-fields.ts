import * as z from "zod";
import { assertObject } from "../errors/assert-argument.js";
import { brokenRule } from "../options/check-option.js";
import type { OptionsSchema } from "../options/options-of.js";
import type { AnyRule } from "../options/rule.js";
import { type RuleEntry, ruleOf } from "../options/rule-of.js";

// biome-ignore lint/suspicious/noExplicitAny: schemas of any options.
type AnySchema = OptionsSchema<any, any>;
type OptionsIn<S extends AnySchema> = S extends unknown ? Parameters<S["resolve"]>[0] : never;
type NamesIn<O> = O extends unknown ? keyof O & string : never;
type ValueIn<O, K> = O extends unknown ? (K extends keyof O ? Exclude<O[K], undefined> : never) : never;

/** `maxIter` is `max_iter`; `C` is `c`. */
export type SnakeCase<Name extends string> =
  Name extends Uncapitalize<Name>
    ? Name extends `${infer First}${infer Rest}`
      ? Rest extends Uncapitalize<Rest>
        ? `${First}${SnakeCase<Rest>}`
        : `${First}_${SnakeCase<Uncapitalize<Rest>>}`
      : Name
    : SnakeCase<Uncapitalize<Name>>;

/** A field for each option, in snake case; each may be left out. */
export type ConfigFields<O> = {
  [K in NamesIn<O> as SnakeCase<K>]: z.ZodOptional<z.ZodType<ValueIn<O, K>, ValueIn<O, K>>>;
};

/**
 * The fields of a configuration section for the options of one schema, or of several schemas that the section chooses
 * from. Names are in snake case, rules are the same, and there are no defaults. An option of several schemas accepts
 * every value that one of them accepts.
 *
 * @example
 * import * as z from "zod";
 * const section = z.strictObject(configFields(optionsOf<{ maxIter?: number }>({ maxIter: [10, integer(1)] })));
 * section.parse({ max_iter: 20 }); // => { max_iter: 20 }
 */
export function configFields<S extends AnySchema>(...schemas: readonly S[]): ConfigFields<OptionsIn<S>> {
  const rules = new Map<string, AnyRule[]>();
  for (const schema of schemas) {
    for (const [name, entry] of Object.entries<RuleEntry>(schema.rules as never)) {
      rules.set(name, [...(rules.get(name) ?? []), ruleOf(entry)]);
    }
  }
  return Object.fromEntries(
    [...rules].map(([name, own]) => [snakeCase(name), fieldOf(own).optional()]),
  ) as unknown as ConfigFields<OptionsIn<S>>;
}

/** The options in a section of {@link configFields}, under their names in code. Options that are left out stay out. */
export function optionsFromConfig(
  section: object,
  ...schemas: readonly AnySchema[]
): Readonly<Record<string, unknown>> {
  assertObject("section", section);
  const given = new Map<string, unknown>(Object.entries(section));
  const names = new Set(schemas.flatMap((schema) => schema.names as string[]));
  const options = [...names].map((name) => [name, given.get(snakeCase(name))] as const);
  return Object.fromEntries(options.filter(([, value]) => value !== undefined));
}

/** A field that accepts what any of the rules accepts. The error is that of the last rule. */
function fieldOf(rules: readonly AnyRule[]) {
  return z.unknown().superRefine((value, context) => {
    const broken = rules.map((rule) => brokenRule("", value, rule));
    if (broken.includes(undefined)) return;
    const { option, expected } = broken.at(-1)!;
    const path = option.split(/[.[\]]+/).filter((place) => place !== "");
    context.addIssue({ code: "custom", path, message: `expected ${expected}` });
  });
}

function snakeCase(name: string): string {
  const first = name.slice(0, 1).toLowerCase() + name.slice(1);
  return first.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
