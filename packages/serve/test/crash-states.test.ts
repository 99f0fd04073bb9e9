import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect } from "vitest";
import { crashTests } from "../../../tools/crash/crash-tests.mjs";
import { createPredictionLog, predictionLogFiles } from "../src/node/index.js";
import { INPUT, inputOf, scoreIn } from "./batch-of-the-tests.js";

// A crash after each file operation: a batch goes on to the same bytes, and an answered prediction is in the log once.

const testCrashes = crashTests(new URL("./durable-operations.ts", import.meta.url));

/** The files of a folder, with their contents. */
async function contentOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
}

let calm: Map<string, string>;
beforeAll(async () => {
  const above = await mkdtemp(join(tmpdir(), "calm-batch-"));
  const folder = join(above, "root");
  await mkdir(folder);
  await writeFile(inputOf(folder), INPUT);
  await scoreIn(folder);
  calm = await contentOf(folder);
  expect([...calm.keys()]).toEqual(["out.csv", "out.csv.quarantine.jsonl"]);
  await rm(above, { recursive: true });
});

testCrashes(
  { "batch output and checkpoint": {}, "one batch by two processes": { processes: 2 } },
  {
    survives: "power",
    prepare: (folder) => writeFile(inputOf(folder), INPUT),
    async check(folder, { acknowledged, isPowerLost }) {
      const before = await contentOf(folder);
      // What has its final name is whole.
      const found = before.get("out.csv");
      if (found !== undefined || acknowledged.length > 0) expect(found).toBe(calm.get("out.csv"));
      const summary = await scoreIn(folder).catch((error) => error);
      // A power cut may have taken the bytes that a checkpoint names, or half of a checkpoint: then it says so.
      if (isPowerLost && summary instanceof Error) {
        expect(["FILE_FAILURE", "SCHEMA_MISMATCH", "CHECKPOINT_MISMATCH"]).toContain(
          (summary as { code?: string }).code,
        );
        throw summary;
      }
      expect(summary).toMatchObject({ rows: 40, scored: 36 });
      const after = await contentOf(folder);
      for (const name of after.keys()) if (/\.tmp$/.test(name)) after.delete(name);
      expect(after).toEqual(calm);
    },
  },
);

testCrashes(
  { "prediction log, written": {}, "prediction log, synced": { survives: "power" } },
  {
    survives: "kill",
    async check(folder, { acknowledged, isPowerLost }) {
      const path = join(folder, "logs", "predictions.jsonl");
      const log = await createPredictionLog({ path, acknowledge: "written" });
      const next = {
        id: "next",
        time: new Date(0).toISOString(),
        modelVersion: "v1",
        text: "x",
        label: "pos",
      };
      await log.write([{ ...next, probabilities: { neg: 0, pos: 1 }, latencyMs: 1 }]);
      await log.close();
      const ids: string[] = [];
      for (const file of await predictionLogFiles(path)) {
        const lines = (await readFile(file, "utf8")).split("\n");
        expect(lines.pop()).toBe("");
        for (const line of lines) ids.push(JSON.parse(line).id);
      }
      expect(ids.at(-1)).toBe("next");
      expect(new Set(ids).size).toBe(ids.length);
      for (const text of acknowledged) expect(ids).toContain(text.replace("record ", "r"));
      if (!isPowerLost) expect(ids.length).toBeLessThanOrEqual(acknowledged.length + 3);
    },
  },
);
