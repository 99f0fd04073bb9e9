import { parseArgs } from "node:util";
import { InvalidOption } from "@imdb/core";
import { nearestName } from "@imdb/core/options";

/** The options of a command: `"string"` takes a value, `"boolean"` takes none. */
type OptionTypes = Readonly<
  Record<
    string,
    {
      readonly type: "string" | "boolean";
      readonly short?: string;
      readonly default?: string | boolean;
    }
  >
>;

type Values<T extends OptionTypes> = {
  readonly [K in keyof T]:
    | (T[K]["type"] extends "string" ? string : boolean)
    | (T[K] extends { readonly default: unknown } ? never : undefined);
};

/**
 * Reads the arguments of a command.
 *
 * @param names    The arguments that are no options, in their order, as the usage names them. Those in brackets, at the
 *                 end, may be left out: `[FOLDER]`.
 * @param options  As `parseArgs` of Node takes them.
 * @returns  The values of the options, and the other arguments.
 * @throws `INVALID_OPTION` that names the option, and the nearest one where there is none of this name.
 */
export function readArguments<const T extends OptionTypes>(
  args: readonly string[],
  names: readonly string[],
  options: T,
): { readonly values: Values<T>; readonly positionals: readonly string[] } {
  if (args.length > MOST_ARGUMENTS) {
    const expected = `at most ${MOST_ARGUMENTS} of them`;
    throw InvalidOption.create({ option: "arguments", value: `${args.length} arguments`, expected });
  }
  args.forEach(assertShort);
  const config = { args: [...args], allowPositionals: true, options } as const;
  for (const token of parseArgs({ ...config, strict: false, tokens: true }).tokens) {
    if (token.kind === "option") assertOption(token, options);
  }
  const { values, positionals } = parseArgs(config);
  const least = names.filter((name) => !name.startsWith("[")).length;
  if (positionals.length < least || positionals.length > names.length) {
    const value = positionals.join(" ");
    throw InvalidOption.create({ option: "arguments", value, expected: names.join(" ") || "no argument" });
  }
  return { values: values as unknown as Values<T>, positionals };
}

/** `parseArgs` takes quadratic time for very many. */
const MOST_ARGUMENTS = 10_000;
/** Letters behind one dash are as many options, and `parseArgs` takes quadratic time for them. */
const MOST_LETTERS = 50;

function assertShort(arg: string): void {
  if (!/^-[^-]/.test(arg) || arg.length <= MOST_LETTERS) return;
  const expected = `at most ${MOST_LETTERS} characters behind one dash`;
  throw InvalidOption.create({ option: "arguments", value: arg, expected });
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function assertOption({ name, rawName, value, inlineValue }: OptionToken, options: OptionTypes): void {
  if (!Object.hasOwn(options, name)) {
    const known = Object.keys(options);
    const nearest = nearestName(name, known);
    throw InvalidOption.create({
      option: rawName,
      value: "unknown",
      expected: known.length === 0 ? "no option" : `one of ${known.map((one) => `--${one}`).join(", ")}`,
      near: nearest === undefined ? null : `--${nearest}`,
    });
  }
  const isNext = inlineValue === false && value !== undefined && /^-./.test(value);
  if (options[name]!.type === "string" ? value === undefined || isNext : value !== undefined) {
    const expected = options[name]!.type === "string" ? "a value" : "no value";
    throw InvalidOption.create({ option: rawName, value, expected });
  }
}
