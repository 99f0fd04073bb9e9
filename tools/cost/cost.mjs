// The fuzzer of cost: what an input costs at a size and at four times that size. Work that grows faster than its input
// lets one small input stop a program.

/** Four times the input may cost so many times as much: a linear work costs 4 times, a quadratic one 16 times. */
const MOST_GROWTH = 10;
/** CPU time below which a cost is noise, in milliseconds. */
const NOISE_MS = 40;
/** Bytes of any refusal. */
const SMALL_BYTES = 10_000;

/**
 * Runs a work on an input of `size` and of `4 · size`, and throws where CPU time or bytes out grow faster than the input.
 * CPU time, not the clock: a busy machine changes nothing. The best of three runs counts.
 */
export async function assertLinearCost(work, make, size) {
  const small = await costOf(work, make(size));
  const large = await costOf(work, make(4 * size));
  const cpu = large.ms / Math.max(small.ms, NOISE_MS / MOST_GROWTH);
  if (large.ms > NOISE_MS && cpu > MOST_GROWTH)
    throw new Error(`${small.ms.toFixed(1)} ms at ${size}, ${large.ms.toFixed(1)} ms at ${4 * size}`);
  if (large.bytes > SMALL_BYTES && large.bytes > MOST_GROWTH * small.bytes)
    throw new Error(`${small.bytes} bytes at ${size}, ${large.bytes} bytes at ${4 * size}`);
  return { growth: cpu, ms: large.ms, bytes: large.bytes };
}

async function costOf(work, input) {
  let ms = Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    bytes = (await work(input)) ?? 0;
    const { user, system } = process.cpuUsage(before);
    ms = Math.min(ms, (user + system) / 1000);
    if (ms < NOISE_MS / MOST_GROWTH) break;
  }
  return { ms, bytes };
}
