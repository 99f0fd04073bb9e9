import { Composer, type Document, LineCounter, Parser, YAMLParseError } from "yaml";
import { assertArgument } from "../errors/assert-argument.js";
import { SchemaMismatch } from "../errors/codes.js";
import { assertUniqueNames } from "./unique-names.js";
import { shallowTokens } from "./yaml-depth.js";

/** How YAML is read. */
export interface YamlReading {
  /** `1.1` is what PyYAML writes. Default `1.2`. */
  readonly version?: "1.1" | "1.2";
  /** Whether whole numbers are bigints, which keep every digit. Default: numbers. */
  readonly integers?: "number" | "bigint";
}

/** The longest problem that an error names, in UTF-16 code units: a name of a file may be in it, and be as long. */
const MOST_UNITS = 200;

/**
 * Parses the text of a YAML or JSON file. Aliases are refused: with them a small file can become arbitrarily large. So
 * are more than 100 levels, which overflow the stack of the parser.
 *
 * @param refuse  Makes the error for a text that is not YAML, from the problem with its line and column.
 * @throws what `refuse` makes, and `INVALID_OPTION` for a text that is no string.
 */
export function parseYaml(
  text: string,
  refuse: (problem: string, cause: unknown) => Error,
  reading: YamlReading = {},
): unknown {
  assertArgument("text", text, "the text of a YAML file", typeof text === "string");
  assertArgument("refuse", refuse, "a function", typeof refuse === "function");
  const lines = new LineCounter();
  try {
    return readValue(text, lines, reading);
  } catch (cause) {
    const message = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]!;
    const problem = message.length > MOST_UNITS ? `${message.slice(0, MOST_UNITS)}…` : message;
    throw refuse(cause instanceof YAMLParseError ? `${problem}${placeOf(cause, lines)}` : problem, cause);
  }
}

/** As `parse` of yaml does it, in linear time and with bounded depth. */
function readValue(text: string, lines: LineCounter, { version = "1.2", integers }: YamlReading): unknown {
  // The parser compares each name of a map with all others before it.
  const options = {
    version,
    uniqueKeys: false,
    logLevel: "error",
    intAsBigInt: integers === "bigint",
  } as const;
  const tokens = shallowTokens(new Parser(lines.addNewLine).parse(text));
  let first: Document.Parsed | undefined;
  for (const document of new Composer(options).compose(tokens, true, text.length)) {
    if (first !== undefined)
      throw new YAMLParseError(
        [document.range[0], document.range[1]],
        "MULTIPLE_DOCS",
        "It has several documents",
      );
    first = document;
  }
  if (first?.errors[0] !== undefined) throw first.errors[0];
  assertUniqueNames(first?.contents);
  return first?.toJS({ maxAliasCount: 0 });
}

function placeOf(error: YAMLParseError, lines: LineCounter): string {
  const { line, col } = lines.linePos(error.pos[0]);
  return ` (line ${line}, column ${col})`;
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
