import { sentimentScanner } from "./sentiment-scanner.js";
import { scanningTokenizer, type Tokenizer } from "./tokenizer.js";

/**
 * Keeps what carries an opinion: words of any length with their apostrophes (`don't`; a typographic one
 * becomes `'`), emoticons (`:)`, `;-(`, `:D`; `:)))` is `:)`), and every mark of punctuation by itself.
 * `<br />` is white space.
 *
 * @example
 * sentimentTokenizer().tokenize("I don't care :-))<br />Go!").map((token) => token.text);
 * // => ["I", "don't", "care", ":-)", "Go", "!"]
 */
export function sentimentTokenizer(): Tokenizer {
  return scanningTokenizer("sentiment", sentimentScanner);
}
