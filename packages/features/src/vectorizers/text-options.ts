import { check } from "../options/check.js";
import { anonymousTokenizer, type TokenizeFunction } from "../tokenizers/custom-tokenizer.js";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { wordTokenizer } from "../tokenizers/word-tokenizer.js";
import type { AccentStripping } from "../unicode/strip-accents.js";

/** How a text becomes terms. Names, defaults and results are scikit-learn's. */
export interface TextOptions {
  /**
   * What the tokens of an n-gram are: words, characters (`char`), or characters inside words padded with a
   * space on either side (`charWb`). Default `"word"`.
   */
  readonly analyzer?: "word" | "char" | "charWb";
  /** What a word is; only with the analyzer `word`. Default `wordTokenizer()`. */
  readonly tokenizer?: Tokenizer | TokenizeFunction;
  /** Shortest and longest n-gram. Default `[1, 1]`. */
  readonly ngramRange?: readonly [shortest: number, longest: number];
  /** Lower the text first, as Python does. Default `true`. */
  readonly lowercase?: boolean;
  /** Take accents off first. Default `null`. */
  readonly stripAccents?: AccentStripping | null;
  /** Words to leave out, before n-grams are made; only with the analyzer `word`. Default `null`. */
  readonly stopWords?: readonly string[] | null;
}

/** {@link TextOptions} with every default in its place. */
export interface ResolvedTextOptions {
  readonly analyzer: "word" | "char" | "charWb";
  readonly tokenizer: Tokenizer;
  readonly ngramRange: readonly [number, number];
  readonly lowercase: boolean;
  readonly stripAccents: AccentStripping | null;
  readonly stopWords: readonly string[] | null;
}

/** The names of {@link TextOptions}. */
export const TEXT_OPTIONS = [
  "analyzer",
  "tokenizer",
  "ngramRange",
  "lowercase",
  "stripAccents",
  "stopWords",
] as const;

/**
 * Fills in defaults and checks.
 *
 * @throws `INVALID_OPTION`
 */
export function resolveTextOptions(options: TextOptions): ResolvedTextOptions {
  const { analyzer = "word", ngramRange = [1, 1], lowercase = true } = options;
  const { stripAccents = null, stopWords = null } = options;
  check(["word", "char", "charWb"].includes(analyzer), "analyzer", analyzer, '"word", "char" or "charWb"');
  check(Array.isArray(ngramRange), "ngramRange", ngramRange, "a pair of integers");
  const [shortest, longest] = ngramRange;
  const inOrder =
    Number.isInteger(shortest) && Number.isInteger(longest) && 1 <= shortest && shortest <= longest;
  check(
    ngramRange.length === 2 && inOrder && longest <= 64,
    "ngramRange",
    JSON.stringify(ngramRange),
    "two integers, shortest and longest, from 1 to 64",
  );
  check(typeof lowercase === "boolean", "lowercase", lowercase, "true or false");
  check(
    stripAccents === null || stripAccents === "unicode" || stripAccents === "ascii",
    "stripAccents",
    stripAccents,
    '"unicode", "ascii" or null',
  );
  if (analyzer !== "word") {
    check(
      options.tokenizer === undefined,
      "tokenizer",
      "a tokenizer",
      `nothing with the analyzer ${analyzer}`,
    );
    check(stopWords === null, "stopWords", "a list", `null with the analyzer ${analyzer}`);
  }
  const isList = Array.isArray(stopWords) && stopWords.every((word) => typeof word === "string");
  check(stopWords === null || isList, "stopWords", stopWords, "a list of words or null");
  return {
    analyzer,
    tokenizer: resolveTokenizer(options.tokenizer),
    ngramRange: [shortest, longest],
    lowercase,
    stripAccents,
    stopWords: stopWords && [...stopWords],
  };
}

/** The options as a run records them and a bundle holds them. */
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

function resolveTokenizer(tokenizer: Tokenizer | TokenizeFunction | undefined): Tokenizer {
  if (tokenizer === undefined) return wordTokenizer();
  if (typeof tokenizer === "function") return anonymousTokenizer(tokenizer);
  check(
    typeof tokenizer?.tokenize === "function" && typeof tokenizer.kind === "string",
    "tokenizer",
    typeof tokenizer,
    "a tokenizer or a function",
  );
  return tokenizer;
}
