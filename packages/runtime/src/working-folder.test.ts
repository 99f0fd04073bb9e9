import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { saveBundle } from "./bundles/index.js";
import {
  appendLines,
  readFolderAtomic,
  rotatedFiles,
  writeFileAtomic,
  writeFolderAtomic,
} from "./files/index.js";
import { briefLeases, takeLease } from "./leases/index.js";

const before = process.cwd();
let first = "";
let second = "";
beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "working-folder-")));
  [first, second] = [join(folder, "first"), join(folder, "second")];
  for (const one of [first, second]) await mkdir(one);
  process.chdir(first);
});
afterEach(async () => {
  process.chdir(before);
  await rm(join(first, ".."), { recursive: true });
});

const move = () => process.chdir(second);

/** Each gets a relative path, and the process moves to another folder before the work is done. Returns what was read. */
const WORK: Record<string, () => Promise<unknown>> = {
  async takeLease() {
    const { lease } = await takeLease("made/lease");
    move();
    lease!.check();
    lease!.release();
    const next = await takeLease(join(first, "made/lease"));
    next.lease?.release();
    return next.lease?.number;
  },
  async briefLeases() {
    await mkdir("made");
    const attempt = briefLeases("made/lease");
    move();
    const lease = attempt()!;
    lease.check();
    process.chdir("..");
    lease.release();
    return readdir(join(first, "made"));
  },
  async writeFileAtomic() {
    const written = writeFileAtomic("made/file", "new", "made/next");
    move();
    await written;
    return readFile(join(first, "made/file"), "utf8");
  },
  async writeFolderAtomic() {
    await writeFolderAtomic("made/folder", async (temporary) => {
      move();
      await writeFile(join(temporary, "file"), "new");
    });
    return readdir(join(first, "made/folder"));
  },
  async readFolderAtomic() {
    await mkdir("made");
    await writeFile("made/file", "there");
    let reads = 0;
    return readFolderAtomic("made", async () => {
      reads++;
      move();
      return [reads, await readdir(join(first, "made"))];
    });
  },
  async saveBundle() {
    const saved = saveBundle(new Map([["manifest.json", new Uint8Array(1)]]), "made/model.tar");
    move();
    await saved;
    return readdir(join(first, "made"));
  },
  async appendLines() {
    const appended = appendLines("made/log", ["a"]);
    move();
    await appended;
    return readFile(join(first, "made/log"), "utf8");
  },
  async rotatedFiles() {
    await mkdir("made");
    await writeFile("made/log.1", "");
    const [only] = await rotatedFiles("made/log");
    move();
    return readFile(only!, "utf8");
  },
};

const READ: Record<keyof typeof WORK, unknown> = {
  takeLease: 2,
  briefLeases: [],
  writeFileAtomic: "new",
  writeFolderAtomic: ["file"],
  readFolderAtomic: [1, ["file"]],
  saveBundle: ["model.tar"],
  appendLines: "a\n",
  rotatedFiles: "",
};

test.each(Object.entries(WORK))("%s means the path where it was given", async (name, work) => {
  expect(await work()).toEqual(READ[name]);
  expect(await readdir(second)).toEqual([]);
});
