const PRIME = 2 ** 26 - 5;

/**
 * Makes a hash function of UTF-16 units for which nobody can prepare collisions: a polynomial over the integers modulo
 * a prime, evaluated at a secret, random number. Two different runs of `n` units collide with a chance of at most `n /
 * 2²⁶`.
 *
 * @see Carter & Wegman (1979), Universal classes of hash functions.
 */
export function secretHash(): (units: Uint16Array, from: number, to: number) => number {
  const at = 2 + (crypto.getRandomValues(new Uint32Array(1))[0]! % (PRIME - 2));
  return (units, from, to) => {
    let hash = 1;
    // All intermediate results are below 2⁵³, so they are exact.
    for (let k = from; k < to; k++) hash = (hash * at + units[k]! + 1) % PRIME;
    return hash;
  };
}
