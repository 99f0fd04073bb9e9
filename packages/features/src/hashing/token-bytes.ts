import type { TokenBuffer } from "../tokenizers/token-buffer.js";

/**
 * The tokens of a document in UTF-8, joined, so that the name of every n-gram is a run of the bytes. A lone surrogate,
 * which UTF-8 cannot encode, is written in three bytes as if it could.
 */
export class TokenBytes {
  bytes = new Uint8Array(4096);
  /** Half-open range of each token's bytes. */
  from = new Uint32Array(256);
  to = new Uint32Array(256);

  /** Replaces the content by the tokens of a buffer. */
  encode({ count, units, from, to }: TokenBuffer, joiner: " " | ""): void {
    let maxBytes = 0;
    for (let i = 0; i < count; i++) maxBytes += 3 * (to[i]! - from[i]!) + 1;
    if (this.bytes.length < maxBytes) this.bytes = new Uint8Array(maxBytes * 2);
    if (this.from.length < count) {
      this.from = new Uint32Array(count * 2);
      this.to = new Uint32Array(count * 2);
    }
    let at = 0;
    for (let i = 0; i < count; i++) {
      this.from[i] = at;
      at = this.write(units, from[i]!, to[i]!, at);
      this.to[i] = at;
      if (joiner === " ") this.bytes[at++] = 0x20;
    }
  }

  private write(units: Uint16Array, from: number, to: number, start: number): number {
    const { bytes } = this;
    let at = start;
    for (let k = from; k < to; k++) {
      let c = units[k]!;
      if (c < 0x80) {
        bytes[at++] = c;
        continue;
      }
      const low = units[k + 1]!;
      if (c >= 0xd800 && c < 0xdc00 && k + 1 < to && low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        k++;
      }
      if (c < 0x800) {
        bytes[at++] = 0xc0 | (c >> 6);
      } else {
        if (c < 0x10000) bytes[at++] = 0xe0 | (c >> 12);
        else {
          bytes[at++] = 0xf0 | (c >> 18);
          bytes[at++] = 0x80 | ((c >> 12) & 63);
        }
        bytes[at++] = 0x80 | ((c >> 6) & 63);
      }
      bytes[at++] = 0x80 | (c & 63);
    }
    return at;
  }
}
