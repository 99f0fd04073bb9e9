import { writeKey } from "./token-key.js";

const MAX_KEPT = 1 << 20;

/**
 * The tokens of one document in typed arrays that are used again for each document, so that no token
 * allocates memory.
 */
export class TokenBuffer {
  /** UTF-16 units of all tokens. Between words there may be other units; between characters there are none. */
  units: Uint16Array = new Uint16Array(0);
  /** Number of tokens. */
  count = 0;
  /** Half-open range of each token in `units`. */
  from: Uint32Array = new Uint32Array(0);
  to: Uint32Array = new Uint32Array(0);
  /** The halves of each token's key; see `writeKey`. */
  low: Int32Array = new Int32Array(0);
  high: Int32Array = new Int32Array(0);
  /** Half-open range of each token in the scanned text. */
  start: Uint32Array = new Uint32Array(0);
  end: Uint32Array = new Uint32Array(0);
  /** For each token one past the last token that an n-gram starting at it may reach. */
  reach: Uint32Array = new Uint32Array(0);

  /** Empties the buffer, and makes space for a number of tokens and units. */
  reset(tokens: number, units: number): void {
    this.count = 0;
    // Adopted arrays stay until they are too small: their owner fills them before they are read again.
    if (this.units.length < units || this.units.length > MAX_KEPT) {
      this.units = new Uint16Array(Math.max(units, 4096));
    }
    if (this.from.length < tokens || this.from.length > MAX_KEPT) {
      const size = Math.max(tokens, 1024);
      this.from = new Uint32Array(size);
      this.to = new Uint32Array(size);
      this.low = new Int32Array(size);
      this.high = new Int32Array(size);
      this.start = new Uint32Array(size);
      this.end = new Uint32Array(size);
    }
    if (this.reach.length < tokens || this.reach.length > MAX_KEPT) {
      this.reach = new Uint32Array(Math.max(tokens, 1024));
    }
  }

  /** Takes the tokens in arrays of another owner, valid until that owner fills them again. */
  adopt(found: FoundTokens, count: number): void {
    if (this.from !== found.from) Object.assign(this, found);
    this.count = count;
    if (this.reach.length < count) this.reach = new Uint32Array(Math.max(2 * count, 1024));
    this.reach.fill(count, 0, count);
  }

  /** Adds the token in `units[from … to]` that comes from `start … end` of the text. */
  push(from: number, to: number, start: number, end: number): void {
    const token = this.count++;
    this.from[token] = from;
    this.to[token] = to;
    writeKey(this.units, from, to, this.low, this.high, token);
    this.start[token] = start;
    this.end[token] = end;
  }
}

/** The arrays of a {@link TokenBuffer} that a scanner fills. */
export type FoundTokens = Readonly<
  Pick<TokenBuffer, "units" | "from" | "to" | "low" | "high" | "start" | "end">
>;

/** The text of `units[from … to]`, whatever its length. */
export function textOf(units: Uint16Array, from: number, to: number): string {
  if (to - from <= 4096) return String.fromCharCode(...units.subarray(from, to));
  const parts: string[] = [];
  // A call takes a limited number of arguments.
  for (let at = from; at < to; at += 4096) {
    parts.push(String.fromCharCode(...units.subarray(at, Math.min(at + 4096, to))));
  }
  return parts.join("");
}
