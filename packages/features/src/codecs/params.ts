import { assertPart, ImdbError, InvalidBundle, type JsonValue } from "@imdb/core";
import { TokenizerNotSerializable } from "../errors.js";
import { sentimentTokenizer } from "../tokenizers/sentiment-tokenizer.js";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { wordTokenizer } from "../tokenizers/word-tokenizer.js";
import {
  COUNT_OPTIONS,
  type ResolvedCountOptions,
  resolveCountOptions,
} from "../vectorizers/count-options.js";
import { TEXT_OPTIONS, type TextOptions } from "../vectorizers/text-options.js";

/** The parameters of a part before they are checked. */
export type HostileParams = Readonly<Record<string, JsonValue | undefined>>;

/**
 * The text options that params hold, to be checked by whoever takes them.
 *
 * @param tokenizers  The caller's own, by which a bundle's tokenizer is found besides this package's.
 * @throws `INVALID_BUNDLE`
 */
export function decodeTextOptions(params: HostileParams, tokenizers: readonly Tokenizer[]): TextOptions {
  const { tokenizer, ...rest } = pick(params, TEXT_OPTIONS);
  const found = findTokenizer(tokenizer, tokenizers);
  return { ...rest, ...(rest["analyzer"] === "word" && { tokenizer: found }) };
}

/**
 * The counting options that params hold. The vocabulary itself lies in the tensors.
 *
 * @throws `INVALID_BUNDLE`
 */
export function decodeCountOptions(
  params: HostileParams,
  tokenizers: readonly Tokenizer[],
): ResolvedCountOptions {
  const own = COUNT_OPTIONS.filter((name) => !(TEXT_OPTIONS as readonly string[]).includes(name));
  const { vocabulary, ...rest } = pick(params, own);
  const isDescribed = vocabulary === null || typeof vocabulary === "string";
  assertPart(isDescribed, "its vocabulary is neither null nor described");
  return trusted(() => resolveCountOptions({ ...decodeTextOptions(params, tokenizers), ...rest }));
}

/**
 * Refuses a tokenizer that could not be found again.
 *
 * @throws `TOKENIZER_NOT_SERIALIZABLE`
 */
export function savedTokenizer(tokenizer: Tokenizer, tokenizers: readonly Tokenizer[]): void {
  if (known(tokenizers).some(({ kind }) => kind === tokenizer.kind)) return;
  const name = tokenizer.kind === "function" ? String(tokenizer.params["name"]) : tokenizer.kind;
  throw TokenizerNotSerializable.create({ tokenizer: name });
}

/** Runs a check of options that a bundle holds: what it refuses is the bundle's fault. */
export function trusted<T>(resolve: () => T): T {
  try {
    return resolve();
  } catch (cause) {
    const problem = ImdbError.isInstance(cause) ? cause.message : "its parameters cannot be used";
    throw InvalidBundle.create({ problem }, { cause });
  }
}

/** The named members of a record. */
export function pick(params: HostileParams, names: readonly string[]): Record<string, JsonValue | undefined> {
  const chosen: Record<string, JsonValue | undefined> = {};
  for (const name of names) if (Object.hasOwn(params, name)) chosen[name] = params[name];
  return chosen;
}

function known(custom: readonly Tokenizer[]): readonly Tokenizer[] {
  return [wordTokenizer(), sentimentTokenizer(), ...custom];
}

function findTokenizer(description: JsonValue | undefined, custom: readonly Tokenizer[]): Tokenizer {
  const kind = (description as { kind?: unknown } | null | undefined)?.kind;
  assertPart(typeof kind === "string", "it names no tokenizer");
  const found = known(custom).find((tokenizer) => tokenizer.kind === kind);
  const named = JSON.stringify(kind.slice(0, 80));
  assertPart(found !== undefined, `its tokenizer ${named} was not given to createFeatureCodecs`);
  return found;
}
