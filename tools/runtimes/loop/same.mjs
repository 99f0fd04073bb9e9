/** Throws when something is not what it must be. */
export function same(what, actual, wanted) {
  if (actual !== wanted) throw new Error(`${what}: ${String(actual)}, not ${String(wanted)}`);
}
