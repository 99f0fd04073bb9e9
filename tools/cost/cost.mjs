// The fuzzer of cost: what an input costs at a size and at four times that size. Work that grows faster than its input
// lets one small input stop a program.
import { collectGarbage, measure } from "./measure.mjs";

/** Each size is so many times the one before. */
export const STEP = 4;
/** Four times the input may cost so many times as much: a linear work costs 4 times, a quadratic one 16 times. */
const MOST_GROWTH = 10;
/** What is below is noise: CPU time in milliseconds, memory in bytes, bytes of any refusal. */
const NOISE = { ms: 100, memory: 160 << 20, bytes: 10_000 };
/** Below the `NOISE` a cost counts as this one. */
const LEAST = { ms: 10, memory: 16 << 20, bytes: 1 };
const FIRST_BYTES = 16 << 10;
const isHeavy = process.env.IMDB_HEAVY === "1";
/** The largest size of an input that costs next to nothing, in bytes, and the CPU time that is enough to tell. */
const LAST_BYTES = isHeavy ? 16 << 20 : 256 << 10;
const ENOUGH_MS = isHeavy ? 1500 : 60;
/** CPU time at which a growth counts without a look at a larger input. */
const SLOW_MS = 500;
/** How often a growth is measured before it counts: a busy machine may disturb one. */
const ATTEMPTS = 3;

/**
 * Runs a work on an input of `size` and of `4 · size`, and throws where CPU time, memory or bytes out grow faster than
 * the input. CPU time, not the clock: a busy machine changes little. The best of three attempts counts.
 */
export async function assertLinearCost(work, make, size) {
  const problems = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) collectGarbage();
    const small = await measure(work, await make(size), 2);
    const large = await measure(work, await make(STEP * size), 1 + attempt);
    const problem = problemOf(small, large, size);
    if (problem === undefined) return { ...large, growth: growthOf("ms", small, large) };
    problems.push(problem);
  }
  throw new Error(problems.at(-1));
}

/**
 * Throws where the cost of an entry grows faster than inputs of one kind. Once it may jump, as where a text no longer fits
 * into a cache: work that grows too fast does so again at four times the size.
 */
export async function assertEntryCost(entry, make) {
  const { size, small, large } = await growEntry(entry, make);
  if (!problemOf(small, large, size)) return;
  await assertLinearCost(entry.run, make, size).catch((growth) => {
    const isLast =
      large.ms > SLOW_MS || (entry.lastBytes !== undefined && STEP * STEP * size > entry.lastBytes);
    if (isLast) throw growth;
    return assertLinearCost(entry.run, make, STEP * size);
  });
}

/** Runs an entry on inputs of one kind that get larger, until the work takes long enough to tell how its cost grows. */
export async function growEntry(entry, make, most = LAST_BYTES) {
  const last = Math.min(most, entry.lastBytes ?? most);
  let size = Math.min(entry.firstBytes ?? FIRST_BYTES, last / STEP);
  let small = await measure(entry.run, await make(size), 2);
  for (;;) {
    const large = await measure(entry.run, await make(STEP * size), 1);
    if (large.ms > ENOUGH_MS || STEP * STEP * size > last) return { size, small, large };
    size *= STEP;
    small = large;
  }
}

function problemOf(small, large, size) {
  const faster = Object.keys(NOISE).find(
    (what) => large[what] > NOISE[what] && growthOf(what, small, large) > MOST_GROWTH,
  );
  if (faster === undefined) return undefined;
  const [before, after] = [small, large].map((cost) => Math.round(cost[faster]));
  return `${faster}: ${before} for an input of ${size}, ${after} for one of ${STEP * size}`;
}

/** How many times as much the larger input costs. */
export function growthOf(what, small, large) {
  return large[what] / Math.max(small[what], LEAST[what]);
}

export function costEntry(entry) {
  return entry;
}
