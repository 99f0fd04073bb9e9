import { type ParseArgsConfig, parseArgs } from "node:util";
import { defineError, ImdbError } from "@imdb/core";

/** The argument of the body of a script. */
export interface Script {
  /** Is aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

const BadArguments = defineError("BAD_ARGUMENTS", "input", (d: { problem: string; usage: string }) => ({
  message: `${d.problem}.`,
  remedy: d.usage,
}));

type Options = Readonly<Record<string, { readonly type: "string"; readonly default?: string }>>;
type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends { readonly default: string } ? string : string | undefined;
};

/**
 * Runs a command-line script: reads its options and prints the result of its body as JSON. After a failure it prints the
 * error and the remedy. The exit status is 0, 1 after a failure, or 130 after an interruption.
 */
export async function script<const O extends Options>(
  usage: string,
  options: O,
  body: (values: Values<O>, script: Script) => Promise<unknown>,
): Promise<void> {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Error("interrupted"));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const result = await body(valuesOf(usage, options), { signal: controller.signal });
    if (result !== undefined) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  } catch (error) {
    const interrupted = controller.signal.aborted;
    process.stderr.write(`${interrupted ? "Interrupted; the same command goes on." : describe(error)}\n`);
    process.exitCode = interrupted ? 130 : 1;
  }
}

/** A required option. Throws `BAD_ARGUMENTS`. */
export function required(value: string | undefined, option: string, usage: string): string {
  if (value !== undefined && value !== "") return value;
  throw BadArguments.create({ problem: `--${option} is missing`, usage });
}

/** The numbers of an option, separated by commas. Throws `BAD_ARGUMENTS`. */
export function numbers(value: string, option: string, usage: string): number[] {
  const found = value.split(",").map(Number);
  if (found.every((one) => Number.isFinite(one) && one > 0)) return found;
  throw BadArguments.create({ problem: `--${option} is ${value}, expected numbers above 0`, usage });
}

function valuesOf<O extends Options>(usage: string, options: O): Values<O> {
  try {
    return parseArgs({ options: options as ParseArgsConfig["options"] & {} }).values as Values<O>;
  } catch (cause) {
    throw BadArguments.create({ problem: (cause as Error).message.split(". ")[0]!, usage }, { cause });
  }
}

function describe(error: unknown): string {
  if (ImdbError.isInstance(error)) return `Error ${error.code}: ${error.message}\n${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
