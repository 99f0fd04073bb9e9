import { readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
/** Frees what is no longer in use, so that it does not count as memory of the next work. */
export const collectGarbage = runInNewContext("gc");

const ERROR_MARK = Symbol.for("@imdb/core/ImdbError");

/**
 * What a work on an input costs: CPU milliseconds (the least of some rounds), the memory that the first round takes at
 * its peak, and the bytes it gives out: those that the work returns, or those of the typed error it throws, which refuses
 * the input. Any other error is thrown on: input from outside is never the cause of one.
 */
export async function measure(work, input, rounds) {
  const before = startPeak();
  let ms = Number.POSITIVE_INFINITY;
  let memory = 0;
  let out = { bytes: 0, refused: false };
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    out = await outOf(work, input);
    const { user, system } = process.cpuUsage(start);
    ms = Math.min(ms, (user + system) / 1000);
    if (round === 0) memory = Math.max(0, peak() - before);
  }
  return { ms, memory, ...out };
}

async function outOf(work, input) {
  try {
    return { bytes: (await work(input)) ?? 0, refused: false };
  } catch (error) {
    if (error?.[ERROR_MARK] !== true) throw error;
    const bytes = error.message.length + error.remedy.length + JSON.stringify(error.details).length;
    return { bytes, refused: true };
  }
}

/** Forgets the peak of memory so far, and returns the memory in use. Outside of Linux no memory is measured. */
function startPeak() {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
    return peak();
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function peak() {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "latin1")) ?? [];
  return kilobytes === undefined ? 0 : Number(kilobytes) * 1024;
}
