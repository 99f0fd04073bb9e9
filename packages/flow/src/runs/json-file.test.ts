import { spawnSync } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { readJsonFile } from "./json-file.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "json-file-"));
});
afterAll(() => rm(folder, { recursive: true }));

const schema = z.object({ n: z.number() });

test("the content of a file is read, and a missing file is none", async () => {
  await writeFile(join(folder, "one.json"), '{"n":1}');
  expect(await readJsonFile(schema, join(folder, "one.json"))).toEqual({ n: 1 });
  expect(await readJsonFile(schema, join(folder, "none.json"))).toBeUndefined();
});

test.skipIf(process.platform === "win32")(
  "a link, a pipe without a writer and a long file are refused, and nothing is waited for",
  async () => {
    await symlink("/dev/zero", join(folder, "zero.json"));
    await symlink(join(folder, "one.json"), join(folder, "link.json"));
    spawnSync("mkfifo", [join(folder, "pipe.json")]);
    await writeFile(join(folder, "long.json"), `{"n":1}${" ".repeat(1 << 20)}`);
    for (const name of ["zero", "link", "pipe", "long"]) {
      const reading = readJsonFile(schema, join(folder, `${name}.json`));
      await expect(reading, name).rejects.toMatchObject({ code: "FILE_FAILURE" });
    }
  },
);
