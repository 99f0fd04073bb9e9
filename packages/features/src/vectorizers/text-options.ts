import { InvalidOption } from "@imdb/core";
import {
  flag,
  listOf,
  nullable,
  oneOf,
  optional,
  optionsOf,
  type Resolved,
  rule,
  text,
} from "@imdb/core/options";
import { anonymousTokenizer, type TokenizeFunction } from "../tokenizers/custom-tokenizer.js";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { wordTokenizer } from "../tokenizers/word-tokenizer.js";
import type { AccentStripping } from "../unicode/strip-accents.js";

/** Options of how a text becomes terms. Names, defaults and results are scikit-learn's. */
export interface TextOptions {
  /**
   * The tokens of an n-gram: words, characters (`char`), or characters inside words that are padded with a space on
   * either side (`charWb`). Default `"word"`.
   */
  readonly analyzer?: "word" | "char" | "charWb";
  /** Splits a text into words; only with the analyzer `word`. Default `wordTokenizer()`. */
  readonly tokenizer?: Tokenizer | TokenizeFunction;
  /** Number of tokens of the shortest and the longest n-gram. Default `[1, 1]`. */
  readonly ngramRange?: readonly [shortest: number, longest: number];
  /** Convert the text to lower case first, as Python does. Default `true`. */
  readonly lowercase?: boolean;
  /** Strip accents first. Default `null`, no. */
  readonly stripAccents?: AccentStripping | null;
  /** Words to remove before n-grams are made; only with the analyzer `word`. Default `null`, none. */
  readonly stopWords?: readonly string[] | null;
}

/** The schema of {@link TextOptions}. */
export const textOptions = optionsOf<TextOptions, "tokenizer">({
  analyzer: ["word", oneOf("word", "char", "charWb")],
  tokenizer: optional(rule<Tokenizer | TokenizeFunction>("a tokenizer or a function", isTokenizer)),
  ngramRange: [
    [1, 1],
    rule<readonly [number, number]>("two integers, shortest and longest, from 1 to 64", isNgramRange),
  ],
  lowercase: [true, flag],
  stripAccents: [null, nullable(oneOf("unicode", "ascii"))],
  stopWords: [null, nullable(listOf(text))],
});

/** {@link TextOptions} with all defaults filled in. */
export interface ResolvedTextOptions extends Resolved<Omit<TextOptions, "tokenizer">> {
  readonly tokenizer: Tokenizer;
}

/**
 * Completes checked options: with a tokenizer, and copies of their lists.
 *
 * @throws `INVALID_OPTION` for an option that does not go with the analyzer.
 */
export function completeText<O extends Resolved<TextOptions, "tokenizer">>(
  options: O,
): O & ResolvedTextOptions {
  const { analyzer, tokenizer, ngramRange, stopWords } = options;
  const expected = `nothing with the analyzer ${analyzer}`;
  if (analyzer !== "word" && tokenizer !== undefined) {
    throw InvalidOption.create({ option: "tokenizer", value: "a tokenizer", expected });
  }
  if (analyzer !== "word" && stopWords !== null) {
    throw InvalidOption.create({ option: "stopWords", value: "a list", expected });
  }
  return {
    ...options,
    tokenizer:
      typeof tokenizer === "function" ? anonymousTokenizer(tokenizer) : (tokenizer ?? wordTokenizer()),
    ngramRange: [...ngramRange],
    stopWords: stopWords && [...stopWords],
  };
}

/** The options as a run records them and a bundle contains them. */
export function textParams(options: ResolvedTextOptions) {
  const { analyzer, tokenizer, ngramRange, lowercase, stripAccents, stopWords } = options;
  const { kind, params } = tokenizer;
  return {
    analyzer,
    tokenizer: { kind, params },
    ngramRange: [...ngramRange],
    lowercase,
    stripAccents,
    stopWords: stopWords && [...stopWords],
  };
}

function isTokenizer(value: unknown): boolean {
  const { tokenize, kind } = Object(value);
  return typeof value === "function" || (typeof tokenize === "function" && typeof kind === "string");
}

function isNgramRange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isInteger)) return false;
  return 1 <= value[0] && value[0] <= value[1] && value[1] <= 64;
}
