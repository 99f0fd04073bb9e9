import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { appendLines, orUndefinedIfMissing } from "./index.js";
import { openPlainHandle, readPlainBytes, statPlainFile } from "./plain-handle.js";

let folder: string;
const path = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plain-handle-"));
  await writeFile(path("plain"), "plain");
  await symlink(path("plain"), path("link"));
  await mkdir(path("folder"));
});
afterEach(() => rm(folder, { recursive: true }));

const OPENINGS = ["read", "append", "read and append", "change", "create or change"] as const;
const FOLLOWED = { links: "followed" } as const;

describe.each(OPENINGS)("to %s", (to) => {
  test("a folder and a link are refused at once, and a link that may be one is followed", async () => {
    for (const [name, problem] of [
      ["folder", "it is a folder"],
      ["link", "it is a symbolic link"],
    ] as const) {
      const error = await openPlainHandle(path(name), to).catch((cause) => cause);
      expect(error).toMatchObject({ code: "FILE_FAILURE", message: expect.stringContaining(problem) });
    }
    const { handle, found } = await openPlainHandle(path("link"), to, FOLLOWED);
    expect(found.size).toBe(5);
    await handle.close();
  });

  test.skipIf(process.platform === "win32")("nobody waits for the other end of a pipe", async () => {
    execFileSync("mkfifo", [path("pipe")]);
    await symlink(path("pipe"), path("link to a pipe"));
    for (const name of ["pipe", "link to a pipe"]) {
      const opening = openPlainHandle(path(name), to, FOLLOWED);
      await expect(opening).rejects.toThrow(/it is not a plain file/);
    }
  });
});

test("a missing file is a FILE_FAILURE with the cause of the system, or none at all", async () => {
  const missing = await readPlainBytes(path("none")).catch((cause) => cause);
  expect(missing).toMatchObject({ code: "FILE_FAILURE", cause: { code: "ENOENT" } });
  expect(await orUndefinedIfMissing(readPlainBytes(path("none")), "read", path("none"))).toBeUndefined();
  await expect(orUndefinedIfMissing(readPlainBytes(path("link")), "read", path("link"))).rejects.toThrow(
    /link/,
  );
});

test("the bytes of a file are read up to its limit", async () => {
  expect((await readPlainBytes(path("plain"), { limit: 5 })).toString()).toBe("plain");
  const refuse = (file: string, problem: string) => new Error(`${file}: ${problem}`);
  for (const read of [readPlainBytes, statPlainFile]) {
    const refused = read(path("plain"), { limit: 4, refuse });
    await expect(refused).rejects.toThrow(/plain: it has 5 bytes, over 4/);
  }
  await writeFile(path("empty"), "");
  expect((await readPlainBytes(path("empty"))).length).toBe(0);
  const large = Buffer.alloc(3 << 20, "abc");
  await writeFile(path("large"), large);
  expect((await readPlainBytes(path("large"))).equals(large)).toBe(true);
});

test("an opening to change needs the file, and one that creates it keeps its content", async () => {
  await expect(openPlainHandle(path("none"), "change")).rejects.toMatchObject({ code: "FILE_FAILURE" });
  for (const name of ["plain", "new"]) {
    const { handle } = await openPlainHandle(path(name), "create or change");
    await handle.close();
  }
  expect(await readFile(path("plain"), "utf8")).toBe("plain");
  expect(await readFile(path("new"), "utf8")).toBe("");
});

test.skipIf(process.platform === "win32")(
  "lines are appended to a file or a link to one, and to no pipe",
  async () => {
    await appendLines(path("link"), ["line"]);
    expect(await readFile(path("plain"), "utf8")).toBe("plain\nline\n");
    execFileSync("mkfifo", [path("pipe")]);
    await expect(appendLines(path("pipe"), ["line"])).rejects.toThrow(/it is not a plain file/);
  },
);
