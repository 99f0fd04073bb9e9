import { ShapeMismatch } from "@imdb/core";
import { checkOption, type OptionRule, type OptionsSchema, type Resolved, rule } from "@imdb/core/options";
import type { HtmlChild } from "./html.js";

/** Content of a page. The template that writes it checks what it is. */
export const content: OptionRule<Exclude<HtmlChild, undefined>> = rule("text, a number or Html", () => true);

/** A list. {@link checkEach} checks its members. */
/* @__NO_SIDE_EFFECTS__ */
export function list<T>(): OptionRule<readonly T[]> {
  return rule("a list", Array.isArray);
}

/**
 * Checks each member of a list of options.
 *
 * @param option  Name of the list, for the message.
 * @param of      What the list belongs to, for the message.
 * @throws `INVALID_OPTION`
 */
export function checkEach<O extends object, Left extends keyof O>(
  members: readonly O[],
  schema: OptionsSchema<O, Left>,
  option: string,
  of: string,
): Resolved<O, Left>[] {
  checkOption(option, members, list<O>(), of);
  return members.map((member, i) => schema.resolve(member, `${option}[${i}] of ${of}`));
}

/**
 * Checks the length of a list.
 *
 * @throws `SHAPE_MISMATCH`
 */
export function checkLength(what: string, values: ArrayLike<unknown>, expected: number): void {
  if (values.length !== expected) throw ShapeMismatch.create({ what, expected, actual: values.length });
}
