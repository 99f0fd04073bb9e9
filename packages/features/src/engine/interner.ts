import { textOf } from "../tokenizers/token-buffer.js";
import { writeKey } from "../tokenizers/token-key.js";
import { secretHash } from "./secret-hash.js";

/** The tokens of an {@link Interner}, in a form that can be sent to another thread. */
export interface TokenArrays {
  readonly units: Uint16Array;
  readonly ends: Uint32Array;
}

/**
 * Numbers distinct tokens 0, 1, 2 … in the order in which they first occur, without making strings: an open-addressing
 * hash table (linear probing, at most half full) of keys, and one array with the UTF-16 units of all tokens. The keys
 * are in the table itself, so that a lookup reads one place in memory.
 *
 * Slots are chosen by a fast hash. Since everybody knows it, somebody can make tokens that collide. Therefore a lookup
 * of more than {@link MAX_PROBES} steps rebuilds the table with a secret hash, which it then keeps. The number of a
 * token depends only on the order of the tokens, so it is the same with both hashes.
 *
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 6.4, algorithm L.
 */
export class Interner {
  /** Number of distinct tokens. */
  size = 0;
  /** Units of all tokens; those of token `t` are `units[ends[t - 1] … ends[t]]`. */
  units: Uint16Array;
  ends: Uint32Array;
  /**
   * Four numbers for each slot: the two halves of the key, the token plus one (0 in an empty slot), and the token's
   * note, a number that depends on the use of the table: by default the number of occurrences.
   */
  slots: Int32Array;
  private used = 0;
  private secret: ReturnType<typeof secretHash> | null = null;

  /** @param tokens  Number of distinct tokens that fit before the table grows. */
  constructor(tokens = 0) {
    const capacity = Math.max(tokens, 1 << 10);
    this.units = new Uint16Array(16 * capacity);
    this.ends = new Uint32Array(capacity);
    this.slots = new Int32Array(SLOT * 2 ** Math.ceil(Math.log2(2 * capacity)));
  }

  /** Whether tokens have collided too often, so that slots follow from the secret hash. */
  get usesSecretHash(): boolean {
    return this.secret !== null;
  }

  /** Adds a token if it is new, and adds 1 to its note, the number of its occurrences. Returns the token's number. */
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

  /** The same as {@link intern}, for a token given without its key. */
  internUnits(source: Uint16Array, from: number, to: number): number {
    writeKey(source, from, to, LOW, HIGH, 0);
    return this.intern(source, from, to, LOW[0]!, HIGH[0]!);
  }

  /** The same as {@link intern}, for a token given as a string. */
  internText(text: string): number {
    const units = Uint16Array.from({ length: text.length }, (_, k) => text.charCodeAt(k));
    return this.internUnits(units, 0, units.length);
  }

  /** The same as {@link intern}, for all tokens of another interner. Returns the number of each here. */
  internAll({ units, ends }: TokenArrays): Uint32Array {
    let from = 0;
    return ends.map((end) => {
      const number = this.internUnits(units, from, end);
      from = end;
      return number;
    });
  }

  /** Sets the note of each token; until then it is its number of occurrences. */
  note(notes: Int32Array): void {
    const { slots } = this;
    for (let slot = 0; slot < slots.length; slot += SLOT) {
      if (slots[slot + 2] !== 0) slots[slot + 3] = notes[slots[slot + 2]! - 1]!;
    }
  }

  /** The number of occurrences of each token: its note, as long as {@link note} was not called. */
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

  /** Copies of the units and ends of all tokens. */
  snapshot(): TokenArrays {
    return { units: this.units.slice(0, this.used), ends: this.ends.slice(0, this.size) };
  }

  /** The place in {@link slots} where a token is, or would be added. */
  slotOf(source: Uint16Array, from: number, to: number, low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    const hash = this.secret === null ? quickHash(low, high) : this.secret(source, from, to);
    let slot = (hash << 2) & mask;
    for (let probes = 0; ; probes++) {
      const token = slots[slot + 2]! - 1;
      if (token < 0) return slot;
      if (slots[slot] === low && slots[slot + 1] === high) {
        // Equal keys of short ASCII tokens, which are not negative, are equal tokens.
        if (high >= 0 || this.equals(token, source, from, to)) return slot;
      }
      slot = (slot + SLOT) & mask;
      if (probes === MAX_PROBES && this.secret === null) {
        this.secret = secretHash();
        this.rebuild(slots.length);
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
    if (this.size * 2 * SLOT > this.slots.length) this.rebuild(this.slots.length * 2);
    return token;
  }

  private rebuild(length: number): void {
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

/** More steps than a lookup of natural tokens ever takes in a table that is at most half full. */
const MAX_PROBES = 256;

// The key of one token.
const LOW = new Int32Array(1);
const HIGH = new Int32Array(1);

/** A copy of an array with space for 1.5 times `needed` elements. */
export function grown<A extends Uint16Array | Uint32Array | Int32Array | Float32Array>(
  array: A,
  needed: number,
): A {
  const copy = new (array.constructor as new (length: number) => A)(Math.ceil(needed * 1.5));
  copy.set(array);
  return copy;
}

/** The public hash of a key; its lowest bits are the first slot. */
export function quickHash(low: number, high: number): number {
  let h = Math.imul(low, 0x2c1b3c6d) ^ Math.imul(high, 0x297a2d39);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
}
