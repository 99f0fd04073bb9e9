import { hashOf, textOf } from "../tokenizers/token-buffer.js";

/** The tokens of an {@link Interner}, as they cross threads. */
export interface TokenArrays {
  readonly units: Uint16Array;
  readonly ends: Uint32Array;
  readonly hashes: Int32Array;
}

/**
 * Numbers distinct tokens 0, 1, 2 … in the order they come, without making a string of any: an open-addressing
 * table (linear probing, at most half full) over UTF-16 units laid end to end.
 *
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 6.4, algorithm L.
 */
export class Interner {
  /** How many distinct tokens there are. */
  size = 0;
  /** Units of all tokens; token `t` lies in `units[ends[t - 1] … ends[t]]`. */
  units = new Uint16Array(1 << 14);
  ends = new Uint32Array(1 << 10);
  private hashes = new Int32Array(1 << 10);
  private slots = new Int32Array(1 << 11);
  private used = 0;

  /** The number of a token, which is a new one when it has not come before. */
  intern(source: Uint16Array, from: number, to: number, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = spread(hash) & mask;
    for (;;) {
      const token = this.slots[slot]! - 1;
      if (token < 0) break;
      if (this.hashes[token] === hash && this.equals(token, source, from, to)) return token;
      slot = (slot + 1) & mask;
    }
    return this.add(slot, source, from, to, hash);
  }

  /** The number of a token, or −1. */
  find(source: Uint16Array, from: number, to: number, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = spread(hash) & mask;
    for (;;) {
      const token = this.slots[slot]! - 1;
      if (token < 0) return -1;
      if (this.hashes[token] === hash && this.equals(token, source, from, to)) return token;
      slot = (slot + 1) & mask;
    }
  }

  /** Where a token's units start. */
  start(token: number): number {
    return token === 0 ? 0 : this.ends[token - 1]!;
  }

  /** A token as a string. */
  text(token: number): string {
    return textOf(this.units, this.start(token), this.ends[token]!);
  }

  /** The hash a token came with. */
  hashOf(token: number): number {
    return this.hashes[token]!;
  }

  /** Units, ends and hashes of all tokens, in arrays of their own. */
  snapshot(): TokenArrays {
    return {
      units: this.units.slice(0, this.used),
      ends: this.ends.slice(0, this.size),
      hashes: this.hashes.slice(0, this.size),
    };
  }

  private equals(token: number, source: Uint16Array, from: number, to: number): boolean {
    const begin = token === 0 ? 0 : this.ends[token - 1]!;
    const { units } = this;
    const length = to - from;
    if (this.ends[token]! - begin !== length) return false;
    for (let k = 0; k < length; k++) if (units[begin + k] !== source[from + k]) return false;
    return true;
  }

  private add(slot: number, source: Uint16Array, from: number, to: number, hash: number): number {
    const token = this.size++;
    const needed = this.used + to - from;
    if (needed > this.units.length) this.units = grown(this.units, needed);
    if (token >= this.ends.length) {
      this.ends = grown(this.ends, token + 1);
      this.hashes = grown(this.hashes, token + 1);
    }
    for (let k = from; k < to; k++) this.units[this.used++] = source[k]!;
    this.ends[token] = this.used;
    this.hashes[token] = hash;
    this.slots[slot] = token + 1;
    if (this.size * 2 > this.slots.length) this.rehash();
    return token;
  }

  private rehash(): void {
    const mask = this.slots.length * 2 - 1;
    this.slots = new Int32Array(mask + 1);
    for (let token = 0; token < this.size; token++) {
      let slot = spread(this.hashes[token]!) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = token + 1;
    }
  }
}

/** The number of a token given as a string, which is a new one when it has not come before. */
export function internText(tokens: Interner, text: string): number {
  const units = Uint16Array.from({ length: text.length }, (_, k) => text.charCodeAt(k));
  return tokens.intern(units, 0, units.length, hashOf(units, 0, units.length));
}

/** A copy with room for `needed` elements and half as many again. */
export function grown<A extends Uint16Array | Uint32Array | Int32Array | Float32Array>(
  array: A,
  needed: number,
): A {
  const copy = new (array.constructor as new (length: number) => A)(Math.ceil(needed * 1.5));
  copy.set(array);
  return copy;
}

// FNV leaves the high bits of the hash better mixed than the low ones.
function spread(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
