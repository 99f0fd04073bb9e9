import { InvalidOption } from "../errors/codes.js";
import type { AnyRule, OptionRule } from "./rule.js";

/** A value that its rule does not accept, with its place. */
export interface BrokenRule {
  readonly option: string;
  readonly value: unknown;
  readonly expected: string;
  /** For an option that does not exist: the nearest one that does, `null` where none is near. */
  readonly near?: string | null;
}

/** The first value that is not accepted: the value itself or one of its members. `undefined` where all are accepted. */
export function brokenRule(option: string, value: unknown, rule: AnyRule): BrokenRule | undefined {
  if (!rule.accepts(value)) {
    const { expected, near } = rule;
    if (near === undefined) return { option, value, expected };
    return { option, value, expected, near: near && option.replace(/[^.]*$/, near) };
  }
  for (const [place, part, of] of rule.parts?.(value) ?? []) {
    const broken = brokenRule(option + place, part, of);
    if (broken) return broken;
  }
  return undefined;
}

/**
 * Checks one value, such as an argument outside an options object. Returns it.
 *
 * @param of  What the option belongs to, for the message: `task "load"`.
 * @throws `INVALID_OPTION` naming the option, the value and what is expected.
 * @example
 * checkOption("k", 3, integer(0)); // => 3
 */
export function checkOption<T>(option: string, value: T, rule: OptionRule<T>, of?: string): T {
  const broken = brokenRule(option, value, rule);
  if (broken) throw InvalidOption.create({ ...broken, ...(of !== undefined && { of }) });
  return value;
}
