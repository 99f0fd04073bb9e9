import type { CsrMatrix, VectorizerWarning } from "@imdb/core";
import type { ResolvedCountOptions } from "./count-options.js";
import { isScanning, prepareText } from "./text-analyzer.js";
import type { ResolvedTextOptions } from "./text-options.js";

/**
 * The warning of stop words that remove nothing, because texts have other tokens in their place: `The` in lowered texts,
 * or `don't` where words end at an apostrophe. A stop word without any token is none of them: it is in no text anyway.
 *
 * @see scikit-learn, "Your stop_words may be inconsistent with your preprocessing".
 */
export function stopWordWarnings(options: ResolvedTextOptions): readonly VectorizerWarning[] {
  const { stopWords, tokenizer } = options;
  if (stopWords === null) return [];
  const stops = new Set(stopWords);
  const tokensOf = (word: string) => tokenizer.tokenize(prepareText(word, options)).map(({ text }) => text);
  const without = stopWords.filter((word) => tokensOf(word).some((token) => !stops.has(token)));
  const reason = "texts have other tokens in their place. Write stop words as the tokenizer returns them";
  return warningOf("UNMATCHABLE_STOP_WORDS", "stop words", without, reason);
}

/**
 * The warning of given terms that are in no text: n-grams of other lengths than `ngramRange`, no tokens of the analyzer, or
 * stop words.
 *
 * @param matrix  The rows of the vocabulary's terms, each a text.
 */
export function vocabularyWarnings(
  { vocabulary, analyzer, tokenizer }: ResolvedCountOptions,
  matrixOf: (terms: readonly string[]) => CsrMatrix,
): readonly VectorizerWarning[] {
  // What a function returns can depend on the words around.
  if (vocabulary === null || (analyzer === "word" && !isScanning(tokenizer))) return [];
  const { indptr, indices } = matrixOf(vocabulary);
  const without = vocabulary.filter((_, k) => !indices.subarray(indptr[k], indptr[k + 1]).includes(k));
  const reason = "check ngramRange, the stop words, and what the analyzer takes for a token";
  return warningOf("UNMATCHABLE_TERMS", "terms of the vocabulary", without, reason);
}

function warningOf(
  code: string,
  what: string,
  words: readonly string[],
  reason: string,
): readonly VectorizerWarning[] {
  if (words.length === 0) return [];
  const shown = words.slice(0, 10).map((word) => JSON.stringify(word));
  const more = words.length > 10 ? ` and ${words.length - 10} others` : "";
  return [{ code, message: `No text can match the ${what} ${shown.join(", ")}${more}: ${reason}.` }];
}
