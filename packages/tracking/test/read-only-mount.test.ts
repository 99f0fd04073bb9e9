import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sayNotChecked } from "../../../tools/optional/not-checked.mjs";
import { createTracker, fileStore } from "../src/index.js";

// R42. `src/file-store/read-only.test.ts` simulates such a file system; this one is real.

const READER = fileURLToPath(new URL("./read-only-reader.mjs", import.meta.url));
/** Runs `$@` where the folder `$0` may only be read. */
const MOUNT = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';

function readOnly(folder: string, ...command: string[]) {
  return spawnSync("unshare", ["-m", "sh", "-c", MOUNT, folder, ...command], { encoding: "utf8" });
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "read-only-"));
});
afterEach(() => rm(folder, { recursive: true }));

const canMount = process.platform === "linux" && readOnly(tmpdir(), "true").status === 0;
if (!canMount) {
  const remedy = "Run the tests as root on Linux, with util-linux.";
  sayNotChecked("a tracking store on a read-only mount", { title: "unshare -m", remedy });
}

describe.runIf(canMount)("a store on a read-only mount", () => {
  test.each([
    ["whole", []],
    ["without .trash", [".trash"]],
    ["without .trash and the index of runs", [".trash", "index"]],
  ])("is read: %s", async (_, missing) => {
    const experiment = await createTracker({ store: fileStore(folder) }).setExperiment("sentiment");
    await experiment.startRun({}, async (run) => {
      await run.logMetric("m", 1);
      await run.logText("x", "a.txt");
    });
    for (const name of missing)
      await rm(join(folder, name === "index" ? `${experiment.experimentId}/.run-index.ascii` : name), {
        recursive: true,
      });
    const { stdout, stderr } = readOnly(folder, process.execPath, READER, folder);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      experiments: expect.arrayContaining(["sentiment"]),
      metrics: [{ m: 1 }],
      names: ["a.txt"],
      refused: { code: "FILE_FAILURE", message: expect.stringMatching(/EROFS|read-only/) },
    });
  });

  test("is read when it is empty", () => {
    const { stdout, stderr } = readOnly(folder, process.execPath, READER, folder);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      experiments: [],
      metrics: [],
      refused: { code: "FILE_FAILURE" },
    });
  });
});
