import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readFolderAtomic, writeFolderAtomic } from "./index.js";

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-read-folder-"));
  path = join(folder, "model");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PARTS = ["a", "b", "c"];
const write = (text: string) =>
  writeFolderAtomic(path, async (to) => {
    for (const part of PARTS) await writeFile(join(to, part), text);
  });
const read = () =>
  readFolderAtomic(path, () => Promise.all(PARTS.map((part) => readFile(join(path, part), "utf8"))));

test("beside a writer every reading succeeds, and is of one content", async () => {
  await write("0");
  let writes = 0;
  let isOver = false;
  const writing = (async () => {
    while (!isOver) await write(String(++writes));
  })();
  for (let reads = 0; reads < 500 || writes < 30; reads++) {
    const [first, ...others] = await read();
    expect(others).toEqual([first, first]);
  }
  isOver = true;
  await writing;
}, 60_000);

test("the old folder of a killed writer is put back, and an absent one is not made", async () => {
  await expect(read()).rejects.toMatchObject({ code: "ENOENT" });
  expect(await readdir(folder)).toEqual([]);
  await write("kept");
  await rename(path, join(folder, ".model.4194301.0123abcd.tmp.old"));
  await mkdir(join(folder, ".model.4194301.0123abcd.tmp"));
  expect(await read()).toEqual(["kept", "kept", "kept"]);
  expect(await readdir(folder)).toContain("model");
});

test("a folder that is there and damaged is read once", async () => {
  await mkdir(path);
  let reads = 0;
  const reading = readFolderAtomic(path, async () => {
    reads++;
    throw new RangeError("damaged");
  });
  await expect(reading).rejects.toThrow(RangeError);
  expect(reads).toBe(1);
});
