import { scanningTokenizer, type Tokenizer } from "./tokenizer.js";
import { wordScanner } from "./word-scanner.js";

/**
 * scikit-learn's default: words of two or more word characters, `(?u)\b\w\w+\b`, where `\w` is Unicode's, as
 * in Python. Punctuation separates words and is dropped.
 *
 * @example
 * wordTokenizer().tokenize("Don't miss it!").map((token) => token.text); // => ["Don", "miss", "it"]
 */
export function wordTokenizer(): Tokenizer {
  return scanningTokenizer("word", wordScanner);
}
