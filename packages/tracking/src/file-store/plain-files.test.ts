import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { fileStore } from "../index.js";
import { scratchExperiment } from "../testing/scratch-experiment.js";
import { thrown } from "../testing/thrown.js";

const scratch = scratchExperiment();
let root: string;
let experimentId: string;
let runId: string;
const runDir = (...names: string[]) => join(root, experimentId, runId, ...names);

beforeEach(async () => {
  root = join(scratch.dir, "mlruns");
  ({ experimentId } = scratch.experiment);
  runId = await scratch.experiment.startRun({ runName: "r" }, async (run) => {
    await run.logMetric("m", 1);
    return run.runId;
  });
});

describe.skipIf(process.platform === "win32")(
  "what is no plain file is refused, and nobody waits for it",
  () => {
    test.each([
      "tags/pipe",
      "params/pipe",
      "metrics/pipe",
      ".journal/pipe.log",
      "meta.yaml",
      "artifacts/pipe",
    ])("%s is a pipe", async (name) => {
      const path = runDir(...name.split("/"));
      await rm(path, { force: true });
      execFileSync("mkfifo", [path]);
      // The index has the run as it was.
      await rm(join(root, experimentId, ".run-index.ascii"));
      const store = fileStore(root);
      const page = await store.searchRuns({ experimentIds: [experimentId] });
      if (name.startsWith("artifacts")) {
        expect(await thrown(store.artifacts.read({ runId }, "pipe"))).toMatchObject({
          code: "DAMAGED_TRACKING_STORE",
        });
      } else expect(page.damaged).toMatchObject([{ path }]);
    });
  },
);

describe("sizes are bounded", () => {
  test.each([
    ["a tag", "tags/big"],
    ["a parameter", "params/big"],
    ["a meta.yaml", "meta.yaml"],
  ])("%s of 100 MB is refused before it is read", async (_, name) => {
    await writeFile(runDir(...name.split("/")), Buffer.alloc(100 << 20, "a"));
    const error = await thrown(fileStore(root).getRun(runId));
    expect(error).toMatchObject({
      code: "DAMAGED_TRACKING_STORE",
      message: expect.stringContaining("bytes"),
    });
  });

  test("a journal with a line of 100 MB is read without it", async () => {
    const line = Buffer.alloc(100 << 20, "a");
    await writeFile(runDir(".journal", "big.log"), Buffer.concat([line, Buffer.from("\n1 6 0 after\n")]));
    expect((await fileStore(root).getRun(runId)).metrics).toEqual({ after: 6, m: 1 });
    expect(existsSync(runDir("metrics", "after"))).toBe(false);
  });
});

test("a folder with the name of a lock of earlier versions keeps nobody from opening the store", async () => {
  const lock = join(root, `.lock-${"0".repeat(16)}`);
  await mkdir(join(lock, "inside"), { recursive: true });
  expect(await fileStore(root).getRun(runId)).toMatchObject({ info: { runId } });
  expect(existsSync(lock)).toBe(false);
});
