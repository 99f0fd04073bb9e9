/**
 * The transitions between n-grams: which n-gram an n-gram and one more token make. It is an open-addressing hash table
 * with eight bytes for each entry. Most of the time of a lookup is waiting for memory; so the table is small, and all
 * slots of a cache line are tried before those of the next line.
 *
 * An entry does not contain the token. The first slot for an n-gram and a token is the sum of a hash of the n-gram and
 * a permuted number of the token, so that the token can be computed from the n-gram and the first slot. The key
 * therefore contains only the n-gram and the number of steps from the first slot to this one.
 *
 * Slots depend on secret random numbers, so that nobody can make a text or a vocabulary whose entries collide. Results
 * do not depend on them.
 *
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 6.4: buckets, and exercise 13 for keys that
 *      are left out.
 */
export class TransitionTable {
  private readonly ngrams: number;
  /** The random numbers by which the slots of n-grams and tokens are computed. */
  readonly secret: Int32Array;
  /** The number of slots is 2 to this power. */
  readonly bits: number;
  /** Two numbers of each slot: the key, and the longer n-gram plus one (0 in an empty slot). */
  readonly slots: Int32Array;
  private firsts = new Int32Array(256);
  private keys = new Int32Array(256);

  /** @param limits  Number of n-grams and of tokens. */
  constructor(transitions: Transitions, limits: { readonly ngrams: number; readonly tokens: number }) {
    const { length } = transitions.from;
    this.ngrams = limits.ngrams;
    this.secret = crypto.getRandomValues(new Int32Array(3));
    this.bits = Math.ceil(Math.log2(Math.max(length / MAX_LOAD, length === 0 ? 0 : limits.tokens, LINE)));
    this.slots = alignedArray(2 << this.bits);
    while (!this.fill(transitions)) this.slots = alignedArray(2 << ++this.bits);
    this.firsts = new Int32Array(256);
    this.keys = new Int32Array(256);
  }

  /**
   * Replaces each n-gram by the one that it makes with the token at the same place; −1 if there is none. Unknown ones
   * are −1.
   */
  follow(from: Int32Array, tokens: Int32Array, count: number): void {
    this.findFirstSlots(from, tokens, count);
    const { slots, ngrams, firsts, keys } = this;
    const mask = (1 << this.bits) - 1;
    for (let i = 0; i < count; i++) {
      let key = from[i]!;
      let at = firsts[i]!;
      if (keys[i] !== key) {
        for (let steps = 1; slots[at + 1] !== 0; steps++) {
          at = nextSlot(at, steps, mask);
          key = (key + ngrams) | 0;
          if (slots[at] === key) break;
        }
      }
      from[i] = (slots[at + 1]! - 1) | ((from[i]! | tokens[i]!) >> 31);
    }
  }

  /** Enters all transitions; false when one is so far from its first slot that its key does not fit into 32 bits. */
  private fill({ from, tokens, makes }: Transitions): boolean {
    this.findFirstSlots(from, tokens, from.length);
    const { slots, ngrams, firsts } = this;
    const mask = (1 << this.bits) - 1;
    for (let e = 0; e < from.length; e++) {
      let at = firsts[e]!;
      let steps = 0;
      while (slots[at + 1] !== 0) at = nextSlot(at, ++steps, mask);
      if ((steps + 1) * ngrams >= 2 ** 32) return false;
      slots[at] = from[e]! + steps * ngrams;
      slots[at + 1] = makes[e]! + 1;
    }
    return true;
  }

  /**
   * Finds the first slot of each pair, and reads the key there. No step of this loop depends on another one, so that
   * the processor reads from several places in memory at the same time.
   */
  private findFirstSlots(from: Int32Array, tokens: Int32Array, count: number): void {
    if (this.firsts.length < count || this.firsts.length > MAX_KEPT) {
      this.firsts = new Int32Array(Math.max(count, 256));
      this.keys = new Int32Array(this.firsts.length);
    }
    const { slots, bits, firsts, keys, secret } = this;
    const mask = (1 << bits) - 1;
    const ofGram = secret[0]!;
    const once = secret[1]! | 1;
    const twice = secret[2]! | 1;
    const half = bits >> 1;
    for (let i = 0; i < count; i++) {
      let g = Math.imul(from[i]! ^ ofGram, 0x2c1b3c6d);
      g = Math.imul(g ^ (g >>> 15), 0x297a2d39);
      // Odd factors and the shift permute the numbers of `bits` bits.
      let t = Math.imul(tokens[i]!, once) & mask;
      t = Math.imul(t ^ (t >>> half), twice);
      const first = (((g ^ (g >>> 15)) + t) & mask) << 1;
      firsts[i] = first;
      keys[i] = slots[first]!;
    }
  }
}

/** Triples: an n-gram, a token, and the n-gram that both make. */
export interface Transitions {
  readonly from: Int32Array;
  readonly tokens: Int32Array;
  readonly makes: Int32Array;
}

const MAX_KEPT = 1 << 16;

/** The next slot in the same cache line, cyclically; after all of them the next line. */
function nextSlot(at: number, steps: number, mask: number): number {
  const round = (at & ~(2 * LINE - 1)) | ((at + 2) & (2 * LINE - 1));
  return steps % LINE === 0 ? (round + 2 * LINE) & (2 * mask + 1) : round;
}

/** Greatest share of full slots, so that most entries are in their first slot. */
const MAX_LOAD = 0.4;

/** Number of slots of a cache line. */
const LINE = 8;

/** An array that begins at a cache line if the system's allocator puts 16 bytes before large arrays, as is usual. */
function alignedArray(length: number): Int32Array {
  return new Int32Array(new ArrayBuffer(4 * length + 48), 48, length);
}
