/** The constants of the algorithm: bits of the roots of the first primes. */
interface Constants {
  readonly initial: Int32Array;
  readonly rounds: Int32Array;
}

const BLOCK = 64;
let constants: Constants | undefined;

/**
 * SHA-256 without a function of the runtime.
 *
 * @see FIPS 180-4, Secure Hash Standard, section 6.2.
 */
export function portableSha256(bytes: Uint8Array): Uint8Array {
  constants ??= constantsOfPrimes();
  const state = constants.initial.slice();
  const words = new Int32Array(BLOCK);
  const rest = bytes.length % BLOCK;
  const whole = bytes.length - rest;
  const blocks = new DataView(bytes.buffer, bytes.byteOffset, whole);
  for (let at = 0; at < whole; at += BLOCK) addBlock(state, words, constants.rounds, blocks, at);
  // The end: a 1, zeros, and the number of bits as the last 64 bits.
  const end = new DataView(new ArrayBuffer(rest < 56 ? BLOCK : 2 * BLOCK));
  for (let i = 0; i < rest; i++) end.setUint8(i, bytes[whole + i]!);
  end.setUint8(rest, 0x80);
  end.setUint32(end.byteLength - 8, bytes.length / 2 ** 29);
  end.setUint32(end.byteLength - 4, bytes.length << 3);
  for (let at = 0; at < end.byteLength; at += BLOCK) addBlock(state, words, constants.rounds, end, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => {
    digest.setInt32(4 * i, word);
  });
  return new Uint8Array(digest.buffer);
}

/** Mixes 64 bytes into the state. */
function addBlock(
  state: Int32Array,
  words: Int32Array,
  rounds: Int32Array,
  bytes: DataView,
  at: number,
): void {
  for (let i = 0; i < 16; i++) words[i] = bytes.getInt32(at + 4 * i);
  for (let i = 16; i < BLOCK; i++) {
    const early = words[i - 15]!;
    const late = words[i - 2]!;
    const s0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const s1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16]! + s0 + words[i - 7]! + s1;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < BLOCK; i++) {
    const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + rounds[i]! + words[i]!) | 0;
    const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const second = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/**
 * The first 32 bits behind the point of the square roots of 8 primes and of the cube roots of 64 primes. None of them lies
 * within 2⁻⁴⁰ of a change of its last bit, so the last bits of an engine's `Math.cbrt` do not matter.
 */
function constantsOfPrimes(): Constants {
  const primes: number[] = [];
  for (let n = 2; primes.length < BLOCK; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const bits = (root: number) => (root % 1) * 2 ** 32;
  return {
    initial: Int32Array.from(primes.slice(0, 8), (prime) => bits(Math.sqrt(prime))),
    rounds: Int32Array.from(primes, (prime) => bits(Math.cbrt(prime))),
  };
}
