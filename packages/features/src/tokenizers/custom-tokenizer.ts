import type { JsonValue } from "@imdb/core";
import { callback, checkOption, rule } from "@imdb/core/options";
import type { Token, Tokenizer } from "./tokenizer.js";

/** A user's function: the tokens of a text, as strings or with their places. */
export type TokenizeFunction = (text: string) => readonly (string | Token)[];

const OURS = new Set(["word", "sentiment", "sentiment@2", "wink", "function"]);

/**
 * Makes a named tokenizer of a function, so that a bundle can refer to it: pass the tokenizer to
 * `createFeatureCodecs` where the bundle is saved and loaded.
 *
 * Tokens given as strings have no place in the text, and so no explanation by `locate`.
 *
 * @param kind    A name of its own; not one of this package's.
 * @param params  The settings that its result depends on, JSON-safe; recorded with the run. A search takes two tokenizers
 *                with the same kind and settings for the same.
 * @throws `INVALID_OPTION` for an empty name or a name of this package's tokenizers, and when `tokenize` is not a function.
 * @example
 * customTokenizer("lines", (text) => text.split("\n")).tokenize("a b\nc").length; // => 2
 */
export function customTokenizer(
  kind: string,
  tokenize: TokenizeFunction,
  params: Readonly<Record<string, JsonValue>> = {},
): Tokenizer {
  const isOwn = (name: unknown) => typeof name === "string" && name !== "" && !OURS.has(name);
  checkOption("kind", kind, rule<string>("a name of your own", isOwn));
  checkOption("tokenize", tokenize, callback<TokenizeFunction>());
  return { kind, params, tokenize: (text) => withPlaces(tokenize(text)) };
}

/** A tokenizer of a function without a name of its own, which cannot be saved. */
export function anonymousTokenizer(tokenize: TokenizeFunction): Tokenizer {
  return {
    kind: "function",
    params: { name: tokenize.name || "anonymous" },
    tokenize: (text) => withPlaces(tokenize(text)),
  };
}

function withPlaces(tokens: readonly (string | Token)[]): Token[] {
  return tokens.map((token) => (typeof token === "string" ? { text: token, start: 0, end: 0 } : token));
}
