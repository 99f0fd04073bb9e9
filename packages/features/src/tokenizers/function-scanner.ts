import type { Scanner } from "./scanner.js";
import type { TokenBuffer } from "./token-buffer.js";
import type { Token } from "./tokenizer.js";

/**
 * Makes a scanner of a tokenizer that returns strings. Its tokens may contain spaces, so a token can have the same
 * name as an n-gram of others. Therefore this scanner makes each n-gram one token, whose text is the joined name.
 */
export function functionScanner(
  tokenize: (text: string) => readonly Token[],
  minN: number,
  maxN: number,
): Scanner {
  function scan(text: string, into: TokenBuffer): void {
    const tokens = tokenize(text);
    const sizes = maxN - minN + 1;
    into.reset(
      tokens.length * sizes,
      tokens.reduce((sum, token) => sum + token.text.length + 1, 0),
    );
    const starts = joinTokens(tokens, into.units);
    for (let i = 0; i < tokens.length; i++) {
      for (let n = minN; n <= maxN && i + n <= tokens.length; n++) {
        into.push(starts[i]!, starts[i + n]! - 1, tokens[i]!.start, tokens[i + n - 1]!.end);
      }
    }
    into.reach.fill(into.count, 0, into.count);
  }
  return { joiner: " ", keepsShort: false, scan };
}

function joinTokens(tokens: readonly Token[], units: Uint16Array): Uint32Array {
  const starts = new Uint32Array(tokens.length + 1);
  let at = 0;
  tokens.forEach(({ text }, i) => {
    for (let k = 0; k < text.length; k++) units[at++] = text.charCodeAt(k);
    units[at++] = 0x20;
    starts[i + 1] = at;
  });
  return starts;
}
