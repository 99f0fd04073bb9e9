import { lazy } from "../lazy.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import { type WordExports, wordViews, writeLatin } from "../tokenizers/word-kernel.js";
import { plainWords } from "../tokenizers/word-scanner.js";

/**
 * Makes the scan that goes before a kernel which reads the words of any text in the memory of word-kernel.wat. It
 * gives how many words stand there, −1 when there is no room for them.
 */
export function kernelWords(words: WordExports, lowercase: boolean): (text: string) => number {
  let { buffer } = words.memory;
  let views = wordViews(words);
  const scanPlainly = lazy(() => plainWords(lowercase));
  const others = new TokenBuffer();

  function take({ count, units, from, to, low, high }: TokenBuffer): number {
    const { found } = views;
    const used = count === 0 ? 0 : to[count - 1]!;
    if (used > found.units.length || count > found.from.length) return -1;
    found.units.set(units.subarray(0, used));
    found.from.set(from.subarray(0, count));
    found.to.set(to.subarray(0, count));
    found.low.set(low.subarray(0, count));
    found.high.set(high.subarray(0, count));
    return count;
  }

  return (text) => {
    if (words.memory.buffer !== buffer) {
      buffer = words.memory.buffer;
      views = wordViews(words);
    }
    if (writeLatin(text, views.bytes)) return words.scan(text.length, lowercase ? 1 : 0);
    scanPlainly()(text, others);
    return take(others);
  };
}
