import { assertPart, ImdbError, InvalidBundle, type JsonValue } from "@imdb/core";
import { TokenizerNotSerializable } from "../errors.js";
import { firstSentimentTokenizer, sentimentTokenizer } from "../tokenizers/sentiment-tokenizer.js";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { wordTokenizer } from "../tokenizers/word-tokenizer.js";
import { completeCount, countOptions, type ResolvedCountOptions } from "../vectorizers/count-options.js";
import { type TextOptions, textOptions } from "../vectorizers/text-options.js";

/** The parameters of a part before they are checked. */
export type HostileParams = Readonly<Record<string, JsonValue | undefined>>;

/**
 * Reads the text options from the parameters of a part. Only the tokenizer is checked; the caller must check the
 * others.
 *
 * @param tokenizers  Custom tokenizers that the bundle may name, besides this package's.
 * @throws `INVALID_BUNDLE`
 */
export function decodeTextOptions(params: HostileParams, tokenizers: readonly Tokenizer[]): TextOptions {
  const { tokenizer, ...rest } = textOptions.pick(params);
  const found = findTokenizer(tokenizer, tokenizers);
  return { ...rest, ...(rest.analyzer === "word" && { tokenizer: found }) } as TextOptions;
}

/**
 * The counting options in the parameters of a part. The vocabulary itself is in the tensors.
 *
 * @throws `INVALID_BUNDLE`
 */
export function decodeCountOptions(
  params: HostileParams,
  tokenizers: readonly Tokenizer[],
): ResolvedCountOptions {
  const { vocabulary, tokenizer: _, ...rest } = countOptions.pick(params);
  const isDescribed = vocabulary === null || typeof vocabulary === "string";
  assertPart(isDescribed, "its vocabulary is neither null nor described");
  return trusted(() =>
    completeCount(countOptions.resolve({ ...rest, ...decodeTextOptions(params, tokenizers) } as never)),
  );
}

/**
 * Refuses a tokenizer that could not be found when the bundle is loaded.
 *
 * @throws `TOKENIZER_NOT_SERIALIZABLE`
 */
export function savedTokenizer(tokenizer: Tokenizer, tokenizers: readonly Tokenizer[]): void {
  if (known(tokenizers).some(({ kind }) => kind === tokenizer.kind)) return;
  const name = tokenizer.kind === "function" ? String(tokenizer.params["name"]) : tokenizer.kind;
  throw TokenizerNotSerializable.create({ tokenizer: name });
}

/** Runs a function on options from a bundle. What it throws becomes `INVALID_BUNDLE`. */
export function trusted<T>(resolve: () => T): T {
  try {
    return resolve();
  } catch (cause) {
    const problem = ImdbError.isInstance(cause) ? cause.message : "its parameters cannot be used";
    throw InvalidBundle.create({ problem }, { cause });
  }
}

function known(custom: readonly Tokenizer[]): readonly Tokenizer[] {
  return [wordTokenizer(), sentimentTokenizer(), firstSentimentTokenizer(), ...custom];
}

function findTokenizer(description: JsonValue | undefined, custom: readonly Tokenizer[]): Tokenizer {
  const kind = (description as { kind?: unknown } | null | undefined)?.kind;
  assertPart(typeof kind === "string", "it names no tokenizer");
  const found = known(custom).find((tokenizer) => tokenizer.kind === kind);
  const named = JSON.stringify(kind.slice(0, 80));
  assertPart(found !== undefined, `its tokenizer ${named} was not given to createFeatureCodecs`);
  return found;
}
