import { execFileSync } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchExperiment } from "../testing/scratch-experiment.js";

const scratch = scratchExperiment();

test.skipIf(process.platform === "win32")(
  "a pipe or a device that is to be an artifact is refused, and a link to a file is copied",
  async () => {
    const path = (name: string) => join(scratch.dir, name);
    execFileSync("mkfifo", [path("pipe")]);
    await symlink("/dev/zero", path("zero"));
    await writeFile(path("file"), "content");
    await symlink(path("file"), path("link"));
    const run = await scratch.experiment.startRun();
    for (const name of ["pipe", "zero"]) {
      await expect(run.logArtifact(path(name))).rejects.toMatchObject({
        code: "FILE_FAILURE",
        message: expect.stringContaining("it is not a plain file"),
      });
    }
    await run.logArtifact(path("link"));
    const { artifacts } = scratch.tracker.store;
    expect(Buffer.from(await artifacts.read({ runId: run.runId }, "link")).toString()).toBe("content");
  },
);
