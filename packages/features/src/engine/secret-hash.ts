const PRIME = 2 ** 26 - 5;

/**
 * Makes a hash of UTF-16 units that nobody can prepare collisions for: a polynomial over the integers modulo a
 * prime at a secret, random place. Two different runs of `n` units collide with a chance of at most `n / 2²⁶`.
 *
 * @see Carter & Wegman (1979), Universal classes of hash functions.
 */
export function secretHash(): (units: Uint16Array, from: number, to: number) => number {
  const at = 2 + (crypto.getRandomValues(new Uint32Array(1))[0]! % (PRIME - 2));
  return (units, from, to) => {
    let hash = 1;
    // Below 2⁵³ all along.
    for (let k = from; k < to; k++) hash = (hash * at + units[k]! + 1) % PRIME;
    return hash;
  };
}
