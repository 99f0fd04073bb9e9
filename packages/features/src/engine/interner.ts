import { textOf } from "../tokenizers/token-buffer.js";
import { writeKey } from "../tokenizers/token-key.js";
import { secretHash } from "./secret-hash.js";

/** The tokens of an {@link Interner}, as they cross threads. */
export interface TokenArrays {
  readonly units: Uint16Array;
  readonly ends: Uint32Array;
}

/**
 * Numbers distinct tokens 0, 1, 2 … in the order they come, without making a string of any: an open-addressing
 * table (linear probing, at most half full) of keys, with the UTF-16 units of all tokens laid end to end. A key
 * stands in the table itself, so that a lookup waits for memory once.
 *
 * Where tokens stand follows from a quick hash that is public, so tokens can be made that crowd. A lookup that
 * passes more than {@link MOST_PASSED} others therefore lays the table out anew by a secret hash, for good. Numbers
 * follow from the order of arrival alone, so they are the same in both.
 *
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 6.4, algorithm L.
 */
export class Interner {
  /** How many distinct tokens there are. */
  size = 0;
  /** Units of all tokens; token `t` lies in `units[ends[t - 1] … ends[t]]`. */
  units: Uint16Array;
  ends: Uint32Array;
  /** Of each slot the key, the token plus one (0 in an empty slot) and its note: all of it in one cache line. */
  slots: Int32Array;
  private used = 0;
  private secret: ReturnType<typeof secretHash> | null = null;

  /** @param tokens  How many distinct tokens there is room for before it grows. */
  constructor(tokens = 0) {
    const room = Math.max(tokens, 1 << 10);
    this.units = new Uint16Array(16 * room);
    this.ends = new Uint32Array(room);
    this.slots = new Int32Array(SLOT * 2 ** Math.ceil(Math.log2(2 * room)));
  }

  /** Whether tokens crowded, so that they stand where a secret says. */
  get crowds(): boolean {
    return this.secret !== null;
  }

  /** The number of a token, which is a new one when it has not come before; counts that it came. */
  intern(source: Uint16Array, from: number, to: number, low: number, high: number): number {
    const slot = this.slotOf(source, from, to, low, high);
    const token = this.slots[slot + 2]! - 1;
    if (token < 0) return this.add(slot, source, from, to, low, high);
    this.slots[slot + 3]!++;
    return token;
  }

  /** The number of a token, or −1. */
  find(source: Uint16Array, from: number, to: number, low: number, high: number): number {
    return this.slots[this.slotOf(source, from, to, low, high) + 2]! - 1;
  }

  /** The number of a token whose key is not known yet. */
  internUnits(source: Uint16Array, from: number, to: number): number {
    writeKey(source, from, to, LOW, HIGH, 0);
    return this.intern(source, from, to, LOW[0]!, HIGH[0]!);
  }

  /** The number of a token given as a string. */
  internText(text: string): number {
    const units = Uint16Array.from({ length: text.length }, (_, k) => text.charCodeAt(k));
    return this.internUnits(units, 0, units.length);
  }

  /** The number of each token of another interner. */
  internAll({ units, ends }: TokenArrays): Uint32Array {
    let from = 0;
    return ends.map((end) => {
      const number = this.internUnits(units, from, end);
      from = end;
      return number;
    });
  }

  /** Puts a note to each token, which until then is how often it came. */
  note(notes: Int32Array): void {
    const { slots } = this;
    for (let slot = 0; slot < slots.length; slot += SLOT) {
      if (slots[slot + 2] !== 0) slots[slot + 3] = notes[slots[slot + 2]! - 1]!;
    }
  }

  /** How often each token came. */
  occurrences(): Uint32Array {
    const { slots } = this;
    const counts = new Uint32Array(this.size);
    for (let slot = 0; slot < slots.length; slot += SLOT) {
      if (slots[slot + 2] !== 0) counts[slots[slot + 2]! - 1] = slots[slot + 3]!;
    }
    return counts;
  }

  /** Where a token's units start. */
  start(token: number): number {
    return token === 0 ? 0 : this.ends[token - 1]!;
  }

  /** A token as a string. */
  text(token: number): string {
    return textOf(this.units, this.start(token), this.ends[token]!);
  }

  /** Units and ends of all tokens, in arrays of their own. */
  snapshot(): TokenArrays {
    return { units: this.units.slice(0, this.used), ends: this.ends.slice(0, this.size) };
  }

  /** Where in {@link slots} a token is, or would be. */
  slotOf(source: Uint16Array, from: number, to: number, low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    const hash = this.secret === null ? quickHash(low, high) : this.secret(source, from, to);
    let slot = (hash << 2) & mask;
    for (let passed = 0; ; passed++) {
      const token = slots[slot + 2]! - 1;
      if (token < 0) return slot;
      if (slots[slot] === low && slots[slot + 1] === high) {
        // The keys of short ASCII tokens, which are not negative, are all there is to compare.
        if (high >= 0 || this.equals(token, source, from, to)) return slot;
      }
      slot = (slot + SLOT) & mask;
      if (passed === MOST_PASSED && this.secret === null) {
        this.secret = secretHash();
        this.layOut(slots.length);
        return this.slotOf(source, from, to, low, high);
      }
    }
  }

  private equals(token: number, source: Uint16Array, from: number, to: number): boolean {
    const begin = this.start(token);
    const { units } = this;
    const length = to - from;
    if (this.ends[token]! - begin !== length) return false;
    for (let k = 0; k < length; k++) if (units[begin + k] !== source[from + k]) return false;
    return true;
  }

  private add(
    slot: number,
    source: Uint16Array,
    from: number,
    to: number,
    low: number,
    high: number,
  ): number {
    const token = this.size++;
    const needed = this.used + to - from;
    if (needed > this.units.length) this.units = grown(this.units, needed);
    if (token >= this.ends.length) this.ends = grown(this.ends, token + 1);
    for (let k = from; k < to; k++) this.units[this.used++] = source[k]!;
    this.ends[token] = this.used;
    this.slots[slot] = low;
    this.slots[slot + 1] = high;
    this.slots[slot + 2] = token + 1;
    this.slots[slot + 3] = 1;
    if (this.size * 2 * SLOT > this.slots.length) this.layOut(this.slots.length * 2);
    return token;
  }

  private layOut(length: number): void {
    const old = this.slots;
    const mask = length - 1;
    const slots = new Int32Array(length);
    const { secret, units, ends } = this;
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from + 2] === 0) continue;
      const token = old[from + 2]! - 1;
      const hash =
        secret === null
          ? quickHash(old[from]!, old[from + 1]!)
          : secret(units, this.start(token), ends[token]!);
      let slot = (hash << 2) & mask;
      while (slots[slot + 2] !== 0) slot = (slot + SLOT) & mask;
      slots[slot] = old[from]!;
      slots[slot + 1] = old[from + 1]!;
      slots[slot + 2] = old[from + 2]!;
      slots[slot + 3] = old[from + 3]!;
    }
    this.slots = slots;
  }
}

const SLOT = 4;

/** More than tokens that nobody chose ever pass in a table at most half full. */
const MOST_PASSED = 256;

// Room for the key of one token.
const LOW = new Int32Array(1);
const HIGH = new Int32Array(1);

/** A copy with room for `needed` elements and half as many again. */
export function grown<A extends Uint16Array | Uint32Array | Int32Array | Float32Array>(
  array: A,
  needed: number,
): A {
  const copy = new (array.constructor as new (length: number) => A)(Math.ceil(needed * 1.5));
  copy.set(array);
  return copy;
}

/** Where the token of a key is looked for first, as long as tokens do not crowd. */
export function quickHash(low: number, high: number): number {
  let h = Math.imul(low, 0x2c1b3c6d) ^ Math.imul(high, 0x297a2d39);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
}
