import { parseArgs } from "node:util";
import { InvalidOption } from "@imdb/core";
import { readText } from "../node/read-reference.js";

/**
 * Parses the arguments of a command.
 *
 * @param paths    Names of the paths, in their order.
 * @param options  Names of the options; each takes a value.
 * @throws `INVALID_OPTION`
 */
export function readArguments(
  args: readonly string[],
  paths: readonly string[],
  options: readonly string[] = [],
): { readonly paths: readonly string[]; readonly options: Readonly<Record<string, string | undefined>> } {
  let parsed: { positionals: string[]; values: Record<string, unknown> };
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(options.map((name) => [name, { type: "string" as const }])),
    });
  } catch (cause) {
    const expected = options.length === 0 ? "no options" : options.map((name) => `--${name}`).join(", ");
    throw InvalidOption.create({ option: "arguments", value: args.join(" "), expected }, { cause });
  }
  const { positionals, values } = parsed;
  if (positionals.length !== paths.length) {
    throw InvalidOption.create({
      option: "arguments",
      value: positionals.join(" "),
      expected: paths.join(" "),
    });
  }
  return { paths: positionals, options: values as Record<string, string | undefined> };
}

/** Reads a JSON file. @throws `FILE_FAILURE`; `INVALID_OPTION` when the file is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw InvalidOption.create({ option: path, value: text.slice(0, 80), expected: "JSON" }, { cause });
  }
}
