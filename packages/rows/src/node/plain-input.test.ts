import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openBytes, openParquet, readRows } from "./index.js";

let folder: string;
const path = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plain-input-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function all(name: string, format: "csv" | "jsonl" | "parquet"): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const batch of readRows(path(name), { format })) rows.push(...batch.rows);
  return rows;
}

// Rows are read by position, which a pipe has not: so nobody can be meant to write to it.
test.skipIf(process.platform === "win32").each(["csv", "jsonl", "parquet"] as const)(
  "a pipe, a device or a folder is refused at once: %s",
  async (format) => {
    execFileSync("mkfifo", [path("pipe")]);
    await symlink("/dev/zero", path("device"));
    await mkdir(path("folder"));
    const problems = { pipe: "not a plain file", device: "not a plain file", folder: "a folder" };
    for (const [name, problem] of Object.entries(problems)) {
      const open = format === "parquet" ? openParquet : openBytes;
      for (const read of [() => all(name, format), () => open(path(name))]) {
        const reading = read();
        await expect(reading).rejects.toThrow(`it is ${problem}`);
        await expect(reading).rejects.toMatchObject({ code: "FILE_FAILURE" });
      }
    }
  },
);

test("a file that the user names may be a link", async () => {
  await writeFile(path("data.csv"), "text\ngood\n");
  await symlink(path("data.csv"), path("link.csv"));
  expect(await all("link.csv", "csv")).toMatchObject([{ row: 1, value: { text: "good" } }]);
});
