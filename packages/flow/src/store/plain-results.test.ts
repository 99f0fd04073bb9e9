import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { flow, folderResultStore, resultOf, task } from "../index.js";
import { openJournal, readJournal } from "../runs/journal.js";

let folder: string;
const path = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plain-results-"));
  await writeFile(path("secret"), "secret");
});
afterEach(() => rm(folder, { recursive: true }));

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

const SPECIAL = {
  pipe: async (at: string) => void execFileSync("mkfifo", [at]),
  link: (at: string) => symlink(path("secret"), at),
  "dangling link": (at: string) => symlink(path("none"), at),
  device: (at: string) => symlink("/dev/zero", at),
};

describe.skipIf(process.platform === "win32").each(Object.entries(SPECIAL))("a %s", (_, make) => {
  test("in the place of a result is a damaged one: the flow warns, computes it again and stores it", async () => {
    const store = folderResultStore(path("results"));
    let calls = 0;
    const count = task({ name: "count", cache: "inputs" }, (n: number) => n + ++calls);
    const f = flow({ name: "f" }, async (n: number) => count(n));
    expect(resultOf(await f.run(10, { store }))).toBe(11);
    const [key = ""] = await all(store.keys());
    const file = path(`results/${key.slice(0, 2)}/${key}.result`);
    await rm(file);
    await make(file);
    await expect(store.get(key)).rejects.toMatchObject({ code: "DAMAGED_RESULT" });

    const warnings: string[] = [];
    const again = await f.run(10, {
      store,
      onEvent: (event) => void (event.type === "log" && warnings.push(event.message)),
    });
    expect(resultOf(again)).toBe(12);
    expect(warnings.join()).toMatch(/is damaged: it is (not a plain file|a symbolic link)/);
    expect(resultOf(await f.run(10, { store }))).toBe(12);
  });

  test("in the place of a journal is refused by name, to read and to write", async () => {
    const journal = path("run/events.jsonl");
    await mkdir(dirname(journal));
    await make(journal);
    const refused = { code: "FILE_FAILURE", message: expect.stringContaining(journal) };
    await expect(openJournal(journal, () => {})).rejects.toMatchObject(refused);
    await expect(all(readJournal(journal))).rejects.toMatchObject(refused);
  });
});
