// Does what the plan says, at its times.
import { setTimeout as sleep } from "node:timers/promises";

/** Attacks the parts of a storm until its end. Returns what was done, and when the journal and the disk were disturbed. */
export async function torment({ plan, seconds, processes, disk, redis, server, signal }) {
  const began = performance.now();
  const done = { kills: 0, pauses: 0, "clock jumps": 0, "full disks": 0, flushes: 0, moods: 0 };
  const interruptions = [];
  const fullDisks = [];
  const byName = new Map(processes.map((one) => [one.name, one]));
  const note = (target, lastsMs) => {
    const from = performance.now();
    if (target.startsWith("journal")) interruptions.push({ from, to: from + lastsMs });
  };
  let freeAt = 0;
  let freeing;

  const acts = {
    async kill({ target, downFor }) {
      if (await byName.get(target).kill(1_000 * downFor)) done.kills++;
      note(target, 1_000 * downFor);
    },
    pause({ target, lasts }) {
      if (byName.get(target).pause(1_000 * lasts)) done.pauses++;
      note(target, 1_000 * lasts);
    },
    clock({ target, offsetMs }) {
      byName.get(target).setFaults({ offsetMs });
      done["clock jumps"]++;
    },
    disk({ lasts }) {
      const from = performance.now();
      if (from < freeAt) return;
      freeAt = from + 1_000 * lasts;
      fillDisk();
      done["full disks"]++;
      fullDisks.push({ from, to: freeAt });
      interruptions.push({ from, to: freeAt + 1_000 });
      freeing = setTimeout(freeDisk, 1_000 * lasts);
    },
    async flush() {
      await redis.flush();
      done.flushes++;
    },
    server({ mood }) {
      server.setMood(mood);
      done.moods++;
    },
  };

  function fillDisk() {
    disk.fill();
    for (const one of processes) one.setFaults({ isDiskFull: true });
  }
  function freeDisk() {
    disk.free();
    for (const one of processes) one.setFaults({ isDiskFull: false });
  }

  const until = (second) =>
    sleep(Math.max(0, began + 1_000 * second - performance.now()), undefined, { signal });
  try {
    for (const fault of plan) {
      await until(fault.at);
      await acts[fault.kind](fault);
    }
    await until(seconds);
  } finally {
    clearTimeout(freeing);
  }
  freeDisk();
  for (const one of processes) {
    one.resume();
    one.setFaults({ offsetMs: 0 });
  }
  server.setMood("honest");
  return { done, interruptions, fullDisks };
}
