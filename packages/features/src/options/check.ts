import { InvalidOption } from "@imdb/core";

/** Refuses a value that breaks its rule, naming option, value and rule. */
export function check(holds: boolean, option: string, value: unknown, expected: string): void {
  if (!holds) throw InvalidOption.create({ option, value, expected });
}

/** Refuses option names that do not exist, so that a misspelt one is not silently ignored. */
export function checkNames(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    check(
      known.includes(name),
      name,
      (options as Record<string, unknown>)[name],
      `one of ${known.join(", ")}`,
    );
  }
}
