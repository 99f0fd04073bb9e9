import { execFile, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { FileFailure, seededRandom } from "@imdb/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sayNotChecked } from "../../../../tools/optional/not-checked.mjs";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { restoreFolder, writeFileAtomic, writeFolderAtomic, writerMark } from "./index.js";

/** Built code: processes that end are a plain Node. */
const entry = new URL("../../dist/files/index.js", import.meta.url).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-atomic-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The mark of a writer that has ended: no process has such an id. */
const endedMark = () => writerMark().replace(/^\d+/, "4194301");

/** Runs a program in a process of its own, with the built code. */
async function runElsewhere(program: string): Promise<void> {
  const imports = `import { writeFolderAtomic } from ${JSON.stringify(entry)};`;
  await promisify(execFile)(process.execPath, ["--input-type=module", "-e", imports + program]);
}

const fill = (text: string) => async (to: string) => {
  await mkdir(join(to, "deep"));
  await writeFile(join(to, "deep", "a"), text);
  await writeFile(join(to, "b"), text);
};
const textsIn = async (path: string) => [
  await readFile(join(path, "deep", "a"), "utf8"),
  await readFile(join(path, "b"), "utf8"),
];

describe("writeFileAtomic", () => {
  test("creates missing folders, replaces the old file, leaves nothing beside it", async () => {
    const path = join(folder, "new", "deeper", "file.json");
    await writeFileAtomic(path, "one");
    await writeFileAtomic(path, Uint8Array.of(0x32));
    expect(await readFile(path, "utf8")).toBe("2");
    expect(await readdir(join(folder, "new", "deeper"))).toEqual(["file.json"]);
  });

  test("takes a name of the file system's full length, and one of many bytes a character", async () => {
    for (const name of ["x".repeat(255), "é".repeat(127), "\u{1f600}".repeat(63)]) {
      await writeFileAtomic(join(folder, name), "x");
      expect(await readFile(join(folder, name), "utf8")).toBe("x");
    }
    expect((await readdir(folder)).length).toBe(3);
  });

  test("fails with the path and the reason, and keeps the old content", async () => {
    await mkdir(join(folder, "is-a-folder", "x"), { recursive: true });
    const error = await writeFileAtomic(join(folder, "is-a-folder"), "x").catch((thrown) => thrown);
    expect(FileFailure.is(error)).toBe(true);
    expect(error.message).toContain(join(folder, "is-a-folder"));
    await writeFile(join(folder, "file"), "kept");
    expect(FileFailure.is(await writeFileAtomic(join(folder, "file", "below"), "x").catch((e) => e))).toBe(
      true,
    );
    expect((await readdir(folder)).sort()).toEqual(["file", "is-a-folder"]);
  });

  test("replaces the temporary file that it is given, and follows no link there", async () => {
    await writeFile(join(folder, "other"), "kept");
    await symlink(join(folder, "other"), join(folder, "f.next"));
    await writeFileAtomic(join(folder, "f"), "new", join(folder, "f.next"));
    expect(await readFile(join(folder, "f"), "utf8")).toBe("new");
    expect(await readFile(join(folder, "other"), "utf8")).toBe("kept");
    expect((await readdir(folder)).sort()).toEqual(["f", "other"]);
  });

  test("a hundred writers at once leave one whole content and nothing else", async () => {
    const texts = Array.from({ length: 100 }, (_, i) => String(i).repeat(1000 + i));
    await Promise.all(texts.map((text) => writeFileAtomic(join(folder, "f"), text)));
    expect(texts).toContain(await readFile(join(folder, "f"), "utf8"));
    expect(await readdir(folder)).toEqual(["f"]);
  });
});

describe("writeFolderAtomic", () => {
  test("replaces the whole folder and leaves nothing beside it", async () => {
    const path = join(folder, "deep", "model");
    await writeFolderAtomic(path, async (to) => writeFile(join(to, "old"), "x"));
    await writeFolderAtomic(path, fill("new"));
    expect((await readdir(path)).sort()).toEqual(["b", "deep"]);
    expect(await readdir(join(folder, "deep"))).toEqual(["model"]);
  });

  test("throws what fill throws, and keeps the old content", async () => {
    await writeFolderAtomic(join(folder, "model"), fill("kept"));
    const failing = writeFolderAtomic(join(folder, "model"), async (to) => {
      await writeFile(join(to, "b"), "half");
      throw new RangeError("no more");
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await textsIn(join(folder, "model"))).toEqual(["kept", "kept"]);
    expect(await readdir(folder)).toEqual(["model"]);
  });

  test("a failure of the disk while filling names the folder", async () => {
    const failing = writeFolderAtomic(join(folder, "model"), (to) => writeFile(join(to, "no", "x"), "x"));
    expect(FileFailure.is(await failing.catch((error) => error))).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  test("many writers at once leave one whole folder and nothing else", async () => {
    const texts = Array.from({ length: 12 }, (_, i) => String(i).repeat(2000));
    await Promise.all(texts.map((text) => writeFolderAtomic(join(folder, "model"), fill(text))));
    const [a, b] = await textsIn(join(folder, "model"));
    expect(a).toBe(b);
    expect(texts).toContain(a);
    expect(await readdir(folder)).toEqual(["model"]);
  });

  test("puts back the old folder of a killed writer, and not that of another name", async () => {
    await writeFolderAtomic(join(folder, "model"), fill("kept"));
    await rename(join(folder, "model"), join(folder, ".model.4194301.0123abcd.tmp.old"));
    await writeFolderAtomic(join(folder, "model.tar"), fill("other"));
    await rename(join(folder, "model.tar"), join(folder, ".model.tar.4194301.0123abcd.tmp.old"));
    await restoreFolder(join(folder, "model"));
    expect(await textsIn(join(folder, "model"))).toEqual(["kept", "kept"]);
    expect((await readdir(folder)).sort()).toEqual([".model.tar.4194301.0123abcd.tmp.old", "model"]);
    await restoreFolder(join(folder, "model"));
    await restoreFolder(join(folder, "absent", "model"));
  });

  test("deletes temporary folders whose writers have ended, and none whose writer runs or cannot be seen", async () => {
    const ended = endedMark();
    const elsewhere = ended.replace(/[0-9a-f]{8}$/, "01234567");
    const marks = [ended, writerMark(), elsewhere, "4194302"];
    for (const mark of marks) await mkdir(join(folder, `.model.${mark}.0123abcd.tmp`));
    await mkdir(join(folder, `.model.${ended}.0123abcd.tmp.old`));
    await mkdir(join(folder, ".model.notes"));
    const longAgo = new Date(0);
    for (const name of await readdir(folder)) await utimes(join(folder, name), longAgo, longAgo);
    await mkdir(join(folder, "model"));
    await writeFolderAtomic(join(folder, "model"), fill("new"));
    const kept = marks.slice(1).map((mark) => `.model.${mark}.0123abcd.tmp`);
    expect((await readdir(folder)).sort()).toEqual([...kept, ".model.notes", "model"].sort());
  });

  test("a clock that is days ahead takes no folder from a living writer", async () => {
    const path = join(folder, "model");
    const slow = writeFolderAtomic(path, async (to) => {
      await fill("slow")(to);
      await runElsewhere(`
        const now = Date.now;
        Date.now = () => now() + 2 * 86_400_000;
        await writeFolderAtomic(${JSON.stringify(path)}, async () => {});`);
    });
    await slow;
    expect(await textsIn(path)).toEqual(["slow", "slow"]);
    expect(await readdir(folder)).toEqual(["model"]);
  });

  test("a killed writer's link to a folder is put back, and one that was planted is not", async () => {
    await writeFolderAtomic(join(folder, "elsewhere"), fill("kept"));
    await symlink(join(folder, "elsewhere"), join(folder, ".model.99.0123abcd.tmp.old"));
    await restoreFolder(join(folder, "model"));
    expect((await readdir(folder)).sort()).toEqual([".model.99.0123abcd.tmp.old", "elsewhere"]);
    await symlink(join(folder, "elsewhere"), join(folder, `.model.${endedMark()}.0123abcd.tmp.old`));
    await restoreFolder(join(folder, "model"));
    expect(await textsIn(join(folder, "model"))).toEqual(["kept", "kept"]);
  });

  test("does not follow a link out of the folder when it replaces one", async () => {
    await mkdir(join(folder, "elsewhere"));
    await writeFile(join(folder, "elsewhere", "precious"), "x");
    await symlink(join(folder, "elsewhere"), join(folder, "model"));
    await writeFolderAtomic(join(folder, "model"), fill("new"));
    expect(await readdir(join(folder, "elsewhere"))).toEqual(["precious"]);
    expect(await textsIn(join(folder, "model"))).toEqual(["new", "new"]);
  });
});

const KILLS = rounds(5, 60);

test(`${KILLS} writers killed at random moments leave whole contents under the final names`, async () => {
  const program = `
    import { writeFile, mkdir } from "node:fs/promises";
    import { writeFileAtomic, writeFolderAtomic } from ${JSON.stringify(entry)};
    const folder = process.argv[1];
    process.stdout.write("ready");
    for (let i = 0; ; i++) {
      const text = (process.pid + "-" + i + " ").repeat(20000);
      await writeFileAtomic(folder + "/file", text);
      await writeFolderAtomic(folder + "/model", async (to) => {
        await mkdir(to + "/deep");
        await writeFile(to + "/deep/a", text);
        await writeFile(to + "/b", text);
      });
    }`;
  mkdirSync(join(folder, "w"));
  const random = seededRandom(8);
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, join(folder, "w")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await new Promise((resolve) => setTimeout(resolve, 20 + random.integer(120)));
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    const names = await readdir(join(folder, "w"));
    if (names.includes("file")) expectWhole(await readFile(join(folder, "w", "file"), "utf8"));
    const hadModel = names.some((name) => name === "model" || name.endsWith(".tmp.old"));
    await restoreFolder(join(folder, "w", "model"));
    if (!hadModel) continue;
    const [a, b] = await textsIn(join(folder, "w", "model"));
    expectWhole(a!);
    expect(b).toBe(a);
  }
  expect(await readdir(join(folder, "w"))).toContain("model");
}, 120_000);

function expectWhole(text: string): void {
  const words = text.split(" ");
  expect(words).toHaveLength(20_001);
  expect(new Set(words).size).toBe(2);
}

const isRoot = process.getuid?.() === 0;
if (isRoot) {
  const missing = { title: "an account other than root", remedy: "run the tests as another user" };
  sayNotChecked("a folder without permission", missing);
}
test.skipIf(isRoot)("a folder without permission is a typed error", async () => {
  await chmod(folder, 0o500);
  const error = await writeFileAtomic(join(folder, "x"), "x").catch((thrown) => thrown);
  await chmod(folder, 0o700);
  expect(FileFailure.is(error)).toBe(true);
});
