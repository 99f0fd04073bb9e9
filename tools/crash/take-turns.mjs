// One operation at a time, of several processes, in an order that a seed changes.

const WAIT_MS = 0.2;

/** Makes a function that does work while no other process with the same lock file does. */
export function takeTurns(real, lock, seed) {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  let state = (Number(seed) * 2_654_435_761 + 1) >>> 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let depth = 0;
  return (work) => {
    if (depth === 0) while (!tryLock(real, lock)) Atomics.wait(clock, 0, 0, WAIT_MS);
    depth++;
    try {
      return work();
    } finally {
      depth--;
      if (depth === 0) {
        real.rmdirSync(lock);
        // The other process gets a chance after some operations and not after others.
        if (random() < 0.5) Atomics.wait(clock, 0, 0, 4 * random());
      }
    }
  };
}

function tryLock(real, lock) {
  try {
    real.mkdirSync(lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}
