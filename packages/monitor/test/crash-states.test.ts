import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect } from "vitest";
import { crashTests } from "../../../tools/crash/crash-tests.mjs";
import type { WindowReport } from "../src/index.js";
import { FIRST, logOf, SECOND, watchIn } from "./watch-of-the-tests.js";

// A crash after each file operation: a watch goes on, each record is counted once, and every window is reported.

const testCrashes = crashTests(new URL("./durable-operations.ts", import.meta.url));

async function calmWindows() {
  const above = await mkdtemp(join(tmpdir(), "calm-watch-"));
  const folder = join(above, "root");
  await mkdir(folder);
  await writeFile(logOf(folder), FIRST + SECOND);
  const windows: WindowReport[] = [];
  const { counters } = await watchIn(folder, "end", (report) => windows.push(report));
  await rm(above, { recursive: true });
  return { windows, counters };
}

let calm: Awaited<ReturnType<typeof calmWindows>>;
beforeAll(async () => {
  calm = await calmWindows();
  expect(calm.counters).toMatchObject({ read: 30, rejected: 1 });
});

testCrashes(
  { "watch state": {} },
  {
    survives: "power",
    prepare: (folder) => writeFile(logOf(folder), FIRST),
    async check(folder, { acknowledged }) {
      const windows: WindowReport[] = [];
      const { counters } = await watchIn(folder, "end", (report) => windows.push(report));
      expect(counters).toEqual(calm.counters);
      const starts = calm.windows.map(({ start }) => start);
      const reported = acknowledged.filter((text) => text.startsWith("window ")).map((text) => text.slice(7));
      expect([...new Set([...reported, ...windows.map(({ start }) => start)])].sort()).toEqual(starts);
      if (acknowledged.includes("end")) expect(windows).toEqual([]);
      for (const window of windows) expect(calm.windows).toContainEqual(window);
      const rejected = await readFile(join(folder, "state.json.rejected.jsonl"), "utf8").catch(() => "");
      // A half line is a line of its own, and the whole one follows it.
      const whole = rejected.split("\n").filter((line) => /^\{.*\}$/.test(line) && JSON.parse(line));
      expect(whole.some((line) => line.includes("oops"))).toBe(true);
    },
  },
);
