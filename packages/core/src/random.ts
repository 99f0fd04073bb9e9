import { assertArgument } from "./errors/assert-argument.js";
import { InvalidOption } from "./errors/codes.js";
import { portableLog } from "./math/portable-log.js";

/** A stream of pseudo-random numbers. The same seed gives the same stream on every machine. */
export interface Random {
  /** A number in [0, 1) with 53 random bits. */
  next(): number;
  /** An integer in [0, below), every one equally likely. */
  integer(below: number): number;
  /** A standard normal number, by the polar method (Marsaglia & Bray 1964). */
  normal(): number;
  /** The numbers 0 … n − 1 in random order, each order equally likely (Fisher & Yates). */
  permutation(n: number): Uint32Array;
  /**
   * An independent stream for a named part of the work, so that the draws of one part do not change those of another. It
   * depends on the seed and the names of the forks only, not on the numbers drawn before.
   */
  fork(name: string): Random;
}

/**
 * A seeded generator of pseudo-random numbers: xoshiro128**, seeded by SplitMix32. Not for cryptography.
 *
 * @param seed  An integer from 0 to 2³² − 1. Record it with the result.
 * @throws `INVALID_OPTION` for any other seed.
 * @see    Blackman & Vigna (2021), Scrambled linear pseudorandom number generators.
 * @example
 * seededRandom(42).integer(10) === seededRandom(42).integer(10); // => true
 */
export function seededRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw InvalidOption.create({ option: "seed", value: seed, expected: "an integer from 0 to 4294967295" });
  }
  const uint32 = xoshiro128(seed);

  function integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > 0x100000000) {
      throw InvalidOption.create({ option: "below", value: below, expected: "an integer from 1 to 2^32" });
    }
    // Values from the largest multiple of `below` on would make small results more likely: draw again.
    const limit = 0x100000000 - (0x100000000 % below);
    let value = uint32();
    while (value >= limit) value = uint32();
    return value % below;
  }

  function next(): number {
    const high = uint32() >>> 5;
    const low = uint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  function normal(): number {
    // A point of the unit disc without its centre. The second number of the method is not used, so that the stream has no
    // further state.
    for (;;) {
      const x = 2 * next() - 1;
      const y = 2 * next() - 1;
      const square = x * x + y * y;
      if (square < 1 && square > 0) return x * Math.sqrt((-2 * portableLog(square)) / square);
    }
  }

  return {
    next,
    integer,
    normal,
    permutation(n) {
      if (!Number.isInteger(n) || n < 0 || n > 0xffffffff) {
        throw InvalidOption.create({ option: "n", value: n, expected: "an integer from 0 to 2^32 - 1" });
      }
      const order = Uint32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = order[i]!;
        order[i] = order[j]!;
        order[j] = kept;
      }
      return order;
    },
    // Seed and name are mixed in sequence: with an exclusive or, two forks by the same name would cancel each other.
    fork(name) {
      assertArgument("name", name, "a text", typeof name === "string");
      return seededRandom(mixBits(Math.imul(mixBits(seed ^ 0x9e3779b9), 5) + fnv1a(name)));
    },
  };
}

function xoshiro128(seed: number): () => number {
  let state = seed | 0;
  function splitMix32(): number {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  }
  let a = splitMix32();
  let b = splitMix32();
  let c = splitMix32();
  let d = splitMix32();
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** The finalizer of MurmurHash3: every bit of the input changes each bit of the result with probability ½. */
function mixBits(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
