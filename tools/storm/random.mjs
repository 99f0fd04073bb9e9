// Random numbers from a seed, so that a storm can be repeated.

/** A generator of random numbers from 0 to 1: the same seed and name give the same numbers (mulberry32). */
export function randomFrom(seed, name) {
  let state = seed >>> 0;
  for (const character of name) state = (Math.imul(state, 31) + character.codePointAt(0)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One item of a list. */
export function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

/** A number from `low` to `high`. */
export function between(random, low, high) {
  return low + random() * (high - low);
}
