/**
 * Which n-gram an n-gram makes with one more token: an open-addressing table of eight bytes an entry. A lookup
 * waits for memory, so that the table is small, and whatever has its place in a cache line is looked for all over
 * that line before the next one is touched.
 *
 * An entry need not hold the token: the place where an n-gram and a token are looked for first is a sum of
 * something of the n-gram and a permutation of the tokens, so that n-gram and place give the token. The key is
 * therefore the n-gram, and how many steps from its first place it stands.
 *
 * Places follow from a secret, so that no text or vocabulary can be made whose entries crowd; what is found does not.
 *
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 6.4: buckets, and exercise 13 for keys that
 *      are left out.
 */
export class EdgeTable {
  private readonly grams: number;
  /** What the places of n-grams and tokens follow from. */
  readonly secret: Int32Array;
  /** There are 2 ** bits slots. */
  readonly bits: number;
  /** Of each slot the key, and the n-gram plus one; 0 in an empty slot. */
  readonly slots: Int32Array;
  private firsts = new Int32Array(256);
  private keys = new Int32Array(256);

  /** @param limits  What the numbers of n-grams and of tokens are below. */
  constructor(edges: Edges, limits: { readonly grams: number; readonly tokens: number }) {
    const { length } = edges.from;
    this.grams = limits.grams;
    this.secret = crypto.getRandomValues(new Int32Array(3));
    this.bits = Math.ceil(Math.log2(Math.max(length / FULLEST, length === 0 ? 0 : limits.tokens, LINE)));
    this.slots = inLines(2 << this.bits);
    while (!this.fill(edges)) this.slots = inLines(2 << ++this.bits);
    this.firsts = new Int32Array(256);
    this.keys = new Int32Array(256);
  }

  /** Replaces each of the n-grams by what it makes with the token beside it, or −1; those of −1 make nothing. */
  follow(from: Int32Array, tokens: Int32Array, count: number): void {
    this.look(from, tokens, count);
    const { slots, grams, firsts, keys } = this;
    const mask = (1 << this.bits) - 1;
    for (let i = 0; i < count; i++) {
      let key = from[i]!;
      let at = firsts[i]!;
      if (keys[i] !== key) {
        for (let steps = 1; slots[at + 1] !== 0; steps++) {
          at = nextSlot(at, steps, mask);
          key = (key + grams) | 0;
          if (slots[at] === key) break;
        }
      }
      from[i] = (slots[at + 1]! - 1) | ((from[i]! | tokens[i]!) >> 31);
    }
  }

  /** Enters all; false where one would stand so far from its first place that its key is no number of 32 bits. */
  private fill({ from, tokens, makes }: Edges): boolean {
    this.look(from, tokens, from.length);
    const { slots, grams, firsts } = this;
    const mask = (1 << this.bits) - 1;
    for (let e = 0; e < from.length; e++) {
      let at = firsts[e]!;
      let steps = 0;
      while (slots[at + 1] !== 0) at = nextSlot(at, ++steps, mask);
      if ((steps + 1) * grams >= 2 ** 32) return false;
      slots[at] = from[e]! + steps * grams;
      slots[at + 1] = makes[e]! + 1;
    }
    return true;
  }

  /**
   * Notes where each pair is looked for first, and the key there. Nothing in this loop depends on what is found, so
   * that the processor waits for many places of memory at a time.
   */
  private look(from: Int32Array, tokens: Int32Array, count: number): void {
    if (this.firsts.length < count || this.firsts.length > KEEP_UP_TO) {
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
      // Odd factors and the shift permute the numbers of so many bits.
      let t = Math.imul(tokens[i]!, once) & mask;
      t = Math.imul(t ^ (t >>> half), twice);
      const first = (((g ^ (g >>> 15)) + t) & mask) << 1;
      firsts[i] = first;
      keys[i] = slots[first]!;
    }
  }
}

/** What some n-grams make with one more token each. */
export interface Edges {
  readonly from: Int32Array;
  readonly tokens: Int32Array;
  readonly makes: Int32Array;
}

const KEEP_UP_TO = 1 << 16;

/** Goes round the line of a slot, and on to the next line when it has been seen. */
function nextSlot(at: number, steps: number, mask: number): number {
  const round = (at & ~(2 * LINE - 1)) | ((at + 2) & (2 * LINE - 1));
  return steps % LINE === 0 ? (round + 2 * LINE) & (2 * mask + 1) : round;
}

/** So that most entries stand where they are looked for first. */
const FULLEST = 0.4;

/** Slots of a cache line. */
const LINE = 8;

/** Room that begins with a cache line where the system's allocator puts 16 bytes before large arrays, as is usual. */
function inLines(length: number): Int32Array {
  return new Int32Array(new ArrayBuffer(4 * length + 48), 48, length);
}
