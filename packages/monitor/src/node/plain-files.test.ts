import { execFileSync } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { lines, records, START, watchedFolder } from "../testing/watched-log.js";
import { logChannel, readLogLines, readReference, watch } from "./index.js";

const { path, options } = watchedFolder();
const notPlain = { code: "FILE_FAILURE", message: expect.stringContaining("it is not a plain file") };

describe.skipIf(process.platform === "win32")("a pipe or a device is refused, and not waited for", () => {
  test.each(["state", "log", "rejected"] as const)("as the %s of a watch", async (option) => {
    await writeFile(options().log, `${lines(records(10, START, 1000))}no record\n`);
    execFileSync("mkfifo", [path("pipe")]);
    await expect(watch(options({ [option]: path("pipe") }))).rejects.toMatchObject(notPlain);
  });

  test("as a log, a rotated log, a reference and the file of a channel", async () => {
    const log = options().log;
    execFileSync("mkfifo", [path("pipe.json"), `${log}.1`]);
    await symlink("/dev/zero", path("zero.json"));
    await writeFile(log, "");
    for (const name of ["pipe.json", "zero.json"]) {
      await expect(readLogLines(path(name), null).next()).rejects.toMatchObject(notPlain);
      await expect(readReference(path(name))).rejects.toMatchObject(notPlain);
    }
    await expect(readLogLines(log, null).next()).rejects.toMatchObject(notPlain);
    await expect(logChannel(path("pipe.json")).send({} as never)).rejects.toMatchObject(notPlain);
  });
});

test("a log and a state that are links are followed", async () => {
  await writeFile(path("real log"), lines(records(10, START, 1000)));
  await symlink(path("real log"), path("link"));
  const { counters } = await watch(options({ log: path("link") }));
  expect(counters.read).toBe(10);
  await symlink(options().state, path("state link"));
  expect((await watch(options({ log: path("link"), state: path("state link") }))).counters.read).toBe(10);
});
