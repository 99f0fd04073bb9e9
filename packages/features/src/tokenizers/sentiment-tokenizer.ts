import { endBeforeEmoji, endOfCluster } from "./emoji.js";
import { anyMouth, mouthOf } from "./emoticons.js";
import { type MarkRules, sentimentScanner } from "./sentiment-scanner.js";
import { scanningTokenizer, type Tokenizer } from "./tokenizer.js";

const FIRST: MarkRules = {
  mouthOf: anyMouth,
  endOfMark: (text, i) => i + (text.codePointAt(i)! > 0xffff ? 2 : 1),
  endOfWord: (_text, i) => i,
};
const SECOND: MarkRules = { mouthOf, endOfMark: endOfCluster, endOfWord: endBeforeEmoji };

/**
 * Keeps what carries an opinion: words of any length with their apostrophes (`don't`; a typographic one
 * becomes `'`), emoticons (`:)`, `;-(`, `:D`; `:)))` is `:)`), emoji, and every mark of punctuation by itself.
 * `<br />` is white space.
 *
 * An emoji is one token with its skin tone, variation selector, keycap and the emoji joined to it; so is a flag. What is
 * written with the characters of an emoticon is none: `http://`, `4:3`, `Director:D.`
 *
 * Its name in a bundle is `sentiment@2`. A bundle that names `sentiment`, the version before, which cut emoji into code
 * points, keeps the tokens that it was fitted with.
 *
 * @example
 * sentimentTokenizer().tokenize("I don't care :-))<br />Go!").map((token) => token.text);
 * // => ["I", "don't", "care", ":-)", "Go", "!"]
 */
export function sentimentTokenizer(): Tokenizer {
  return scanningTokenizer("sentiment@2", (lowercase) => sentimentScanner(SECOND, lowercase));
}

/** The first version of {@link sentimentTokenizer}, for the bundles that name it. */
export function firstSentimentTokenizer(): Tokenizer {
  return scanningTokenizer("sentiment", (lowercase) => sentimentScanner(FIRST, lowercase));
}
