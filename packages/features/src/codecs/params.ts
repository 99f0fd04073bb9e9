import { ImdbError, type JsonValue } from "@imdb/core";
import { sentimentTokenizer } from "../tokenizers/sentiment-tokenizer.js";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { wordTokenizer } from "../tokenizers/word-tokenizer.js";
import {
  COUNT_OPTIONS,
  type ResolvedCountOptions,
  resolveCountOptions,
} from "../vectorizers/count-options.js";
import { invalid, require } from "./part-fields.js";

/** The parameters of a part before they are checked. */
export type HostileParams = Readonly<Record<string, JsonValue | undefined>>;

/**
 * The counting options that params hold. The vocabulary itself lies in the tensors.
 *
 * @param tokenizers  The caller's own, by which a bundle's tokenizer is found besides this package's.
 * @throws `INVALID_BUNDLE`
 */
export function decodeCountOptions(
  params: HostileParams,
  tokenizers: readonly Tokenizer[],
): ResolvedCountOptions {
  const { tokenizer, vocabulary, ...rest } = pick(params, COUNT_OPTIONS);
  require(vocabulary === null ||
    typeof vocabulary === "string", "its vocabulary is neither null nor described");
  const found = findTokenizer(tokenizer, tokenizers);
  return trusted(() =>
    resolveCountOptions({ ...rest, ...(rest["analyzer"] === "word" && { tokenizer: found }) }),
  );
}

/** Runs a check of options that a bundle holds: what it refuses is the bundle's fault. */
export function trusted<T>(resolve: () => T): T {
  try {
    return resolve();
  } catch (cause) {
    throw invalid(ImdbError.isInstance(cause) ? cause.message : "its parameters cannot be used", cause);
  }
}

/** The named members of a record. */
export function pick(params: HostileParams, names: readonly string[]): Record<string, JsonValue | undefined> {
  const chosen: Record<string, JsonValue | undefined> = {};
  for (const name of names) if (Object.hasOwn(params, name)) chosen[name] = params[name];
  return chosen;
}

function findTokenizer(description: JsonValue | undefined, custom: readonly Tokenizer[]): Tokenizer {
  const kind = (description as { kind?: unknown } | null | undefined)?.kind;
  require(typeof kind === "string", "it names no tokenizer");
  const found = [wordTokenizer(), sentimentTokenizer(), ...custom].find(
    (tokenizer) => tokenizer.kind === kind,
  );
  if (found) return found;
  throw invalid(`its tokenizer ${JSON.stringify(kind.slice(0, 80))} was not given to createFeatureCodecs`);
}
