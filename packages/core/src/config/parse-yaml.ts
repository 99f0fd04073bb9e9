import { parse, YAMLParseError } from "yaml";
import { assertArgument } from "../errors/assert-argument.js";
import { SchemaMismatch } from "../errors/codes.js";

/**
 * Parses the text of a YAML or JSON file. Aliases are refused: with them a small file can become arbitrarily large.
 *
 * @param refuse  Makes the error for a text that is not YAML, from the problem with its line and column.
 * @throws what `refuse` makes, and `INVALID_OPTION` for a text that is no string.
 */
export function parseYaml(text: string, refuse: (problem: string, cause: unknown) => Error): unknown {
  assertArgument("text", text, "the text of a YAML file", typeof text === "string");
  assertArgument("refuse", refuse, "a function", typeof refuse === "function");
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const place = cause instanceof YAMLParseError ? cause.linePos?.[0] : undefined;
    const where = place === undefined ? "" : ` (line ${place.line}, column ${place.col})`;
    throw refuse(`${message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "")}${where}`, cause);
  }
}

/**
 * Parses a configuration: the text of a YAML or JSON file, or an object, which is returned as it is.
 *
 * @param what  Its name in errors: "The training configuration", or a path.
 * @throws `SCHEMA_MISMATCH` with line and column for a text that is not YAML.
 */
export function parseConfig(config: unknown, what: string): unknown {
  if (typeof config !== "string") return config;
  return parseYaml(config, (message, cause) =>
    SchemaMismatch.create({ what, issues: [{ path: "", message }] }, { cause }),
  );
}
