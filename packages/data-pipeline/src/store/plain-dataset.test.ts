import { execFileSync } from "node:child_process";
import { mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { hashSplit } from "../split/hash-split.js";
import { materialize } from "./materialize.js";
import { openDataset } from "./open-dataset.js";

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "plain-dataset-")), "dataset");
  const split = hashSplit({ testSize: 0.3, seed: 1 });
  const pipeline = createPipeline({ split, onInvalid: "quarantine", nearDuplicates: "off" });
  const rows = Array.from({ length: 30 }, (_, i) => {
    const [id, label] = [`d${i}`, i % 2 ? "pos" : "neg"];
    return { id, label, text: `text ${i}`, group: id };
  });
  await materialize(await pipeline.process([...rows, { id: "bad", text: "" }]), folder);
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

const FILES = ["dataset.json", "train-00000.jsonl", "quarantined.jsonl"];

describe.skipIf(process.platform === "win32")("a dataset of somebody else", () => {
  test.each(FILES)("%s as a pipe is refused, and nobody waits for it", async (file) => {
    const load = await loader(file);
    await rm(join(folder, file));
    execFileSync("mkfifo", [join(folder, file)]);
    await expect(load()).rejects.toMatchObject(refusal(file, "it is not a plain file"));
  });

  test.each(FILES)("%s as a link is not followed, though it has the content", async (file) => {
    const load = await loader(file);
    const elsewhere = join(folder, "..", "elsewhere");
    await rename(join(folder, file), elsewhere);
    await symlink(elsewhere, join(folder, file));
    await expect(load()).rejects.toMatchObject(refusal(file, "it is a symbolic link"));
  });

  /** What reads a file: `dataset.json` is read when the dataset is opened, the others when it is loaded. */
  async function loader(file: string): Promise<() => Promise<unknown>> {
    if (file === "dataset.json") return () => openDataset(folder);
    const opened = await openDataset(folder);
    return () => opened.load();
  }

  function refusal(file: string, problem: string) {
    return { code: "INVALID_DATASET", message: expect.stringMatching(new RegExp(`${file}.*${problem}`)) };
  }
});

test("a dataset.json of 17 MB is refused before it is parsed", async () => {
  await writeFile(join(folder, "dataset.json"), " ".repeat(17 << 20));
  await expect(openDataset(folder)).rejects.toThrow(/over 16777216/);
});
