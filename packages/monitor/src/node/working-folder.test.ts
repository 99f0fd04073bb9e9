import { mkdir, readdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOUR, lines, records, START, watchedFolder } from "../testing/watched-log.js";
import { logChannel, watch } from "./index.js";

const { path, options } = watchedFolder();

test("a watch keeps its state, rejected lines, gauges and alerts where their paths were given", async () => {
  const before = process.cwd();
  await mkdir(path("second"));
  const second = await realpath(path("second"));
  try {
    process.chdir(path("."));
    await writeFile("log.jsonl", `no record\n${lines(records(300, START, 3 * HOUR))}`);
    const alerts = logChannel("alerts.jsonl");
    let calls = 0;
    await watch(
      options({
        log: "log.jsonl",
        state: "state.json",
        metricsFile: "gauges.prom",
        channels: [alerts],
        rules: [{ name: "few", figure: "count", healthy: { gt: 1_000 }, severity: "info" }],
        onWindow: () => {
          calls++;
          process.chdir(second);
        },
      }),
    );
    expect(calls).toBe(3);
    expect(await readdir(second)).toEqual([]);
    expect(await readdir(join(second, ".."))).toEqual(
      expect.arrayContaining(["alerts.jsonl", "state.json", "state.json.rejected.jsonl", "gauges.prom"]),
    );
  } finally {
    process.chdir(before);
  }
});
