import type { Kernel } from "../kernels/kernel.js";
import { lazy } from "../lazy.js";
import { type FoundTokens, TokenBuffer } from "../tokenizers/token-buffer.js";
import { wordViews, writeLatin1 } from "../tokenizers/word-kernel.js";
import { plainWords } from "../tokenizers/word-scanner.js";

/**
 * Makes a function that writes the words of a text to the kernel's memory, where the other functions of the kernel read
 * them. A text that the kernel cannot scan itself is scanned in TypeScript.
 *
 * @returns  A function that returns the number of words; −1 where there are too many for the kernel's memory.
 */
export function kernelScanner(kernel: Kernel, lowercase: boolean): (text: string) => number {
  let { buffer } = kernel.memory;
  let views = wordViews(kernel);
  const scanPlainly = lazy(() => plainWords(lowercase));
  const others = new TokenBuffer();
  return (text) => {
    if (kernel.memory.buffer !== buffer) {
      buffer = kernel.memory.buffer;
      views = wordViews(kernel);
    }
    if (writeLatin1(text, views.characters)) return kernel.scanWords(text.length, lowercase ? 1 : 0);
    scanPlainly()(text, others);
    return copyTokens(others, views.found);
  };
}

function copyTokens({ count, units, from, to, low, high }: TokenBuffer, into: FoundTokens): number {
  const used = count === 0 ? 0 : to[count - 1]!;
  if (used > into.units.length || count > into.from.length) return -1;
  into.units.set(units.subarray(0, used));
  into.from.set(from.subarray(0, count));
  into.to.set(to.subarray(0, count));
  into.low.set(low.subarray(0, count));
  into.high.set(high.subarray(0, count));
  return count;
}
