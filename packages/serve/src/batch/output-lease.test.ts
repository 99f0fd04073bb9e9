import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";
import { scoreFile } from "./score-file.js";
import type { ScoreFileOptions } from "./score-file-options.js";

const predictor = createPredictor(toyBundle());
let folder = "";
let input = "";
let output = "";
let source = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "batch-lease-"));
  input = join(folder, "in.jsonl");
  output = join(folder, "out.csv");
  const rows = Array.from({ length: 2_000 }, (_, i) =>
    i % 99 === 7 ? "{oops" : JSON.stringify({ id: i, text: `good film ${i}` }),
  );
  source = `${rows.join("\n")}\n`;
  await writeFile(input, source);
});
afterEach(() => rm(folder, { recursive: true }));

const score = (options: Partial<ScoreFileOptions> = {}) =>
  scoreFile({ input, output, predictor, blockSize: 1_024, checkpointSeconds: 0, ...options });

/** Scores until some blocks are written, and calls `meanwhile` once. */
async function scoreAnd(meanwhile: () => Promise<void>, options: Partial<ScoreFileOptions> = {}) {
  let happened: Promise<void> | undefined;
  const scoring = score({
    ...options,
    onProgress: ({ rows }) => {
      if (rows > 200) happened ??= meanwhile();
    },
  });
  return [await scoring.catch((error) => error), await happened] as const;
}

async function interrupted(options: Partial<ScoreFileOptions> = {}): Promise<void> {
  const controller = new AbortController();
  const [error] = await scoreAnd(async () => controller.abort(), { ...options, signal: controller.signal });
  expect(error).toMatchObject({ code: "CANCELLED" });
}

/** The output of a job that nothing disturbs. */
async function calm(): Promise<string> {
  const other = join(folder, "calm.csv");
  await score({ output: other });
  return readFile(other, "utf8");
}

describe("an output is written by one job", () => {
  test("a second job on it is refused, and the first one ends as if alone", async () => {
    const refusals: unknown[] = [];
    const second = async () => {
      for (const spelling of [output, join(folder, "..", folder.split("/").at(-1) ?? "", "out.csv")]) {
        refusals.push(await score({ output: spelling }).catch((error) => error));
      }
    };
    await scoreAnd(second);
    expect(refusals).toMatchObject([
      { code: "OUTPUT_IN_USE", details: { output, holder: expect.stringContaining(`process `) } },
      { code: "OUTPUT_IN_USE" },
    ]);
    expect(await readFile(output, "utf8")).toBe(await calm());
    expect((await readdir(folder)).filter((name) => /lease|partial|checkpoint/.test(name))).toEqual([]);
  });

  test("a job that was replaced while it was paused writes nothing more", async () => {
    const files = () =>
      Promise.all(["partial", "checkpoint.json"].map((end) => readFile(`${output}.${end}`, "utf8")));
    let before: string[] = [];
    const [error] = await scoreAnd(async () => {
      const other = { host: "elsewhere", pid: 1, place: "elsewhere", token: "t" };
      await writeFile(`${output}.lease-2.json`, JSON.stringify(other));
      before = await files();
    });
    expect(error).toMatchObject({ code: "LEASE_LOST" });
    const after = await files();
    // What it did while the file was being written here is a block at the most.
    expect(after.map((text) => text.length - before[0]!.length)[0]).toBeLessThan(4_096);
    expect((await readdir(folder)).sort()).toContain("out.csv.lease-2.json");
    expect(await readdir(folder)).not.toContain("out.csv");
  });

  test("a job that waits for a process that cannot be seen ends with its signal", async () => {
    const other = { host: "elsewhere", pid: 1, place: "elsewhere", token: "t", expiryMs: 3_600_000 };
    await writeFile(`${output}.lease-1.json`, JSON.stringify(other));
    const began = performance.now();
    await expect(score({ signal: AbortSignal.timeout(200) })).rejects.toMatchObject({ code: "CANCELLED" });
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

test("a relative path in a working directory that was removed is a typed error", async () => {
  vi.spyOn(process, "cwd").mockImplementation(() => {
    throw Object.assign(new Error("ENOENT: process.cwd failed, uv_cwd"), { code: "ENOENT" });
  });
  await expect(score({ output: "no-such-folder-of-tests.csv" })).rejects.toMatchObject({
    code: "FILE_FAILURE",
    message: expect.stringContaining("working directory"),
  });
});

describe("the files of a batch are all different", () => {
  test.each([
    ["output = input", () => ({ output: input })],
    ["output = input through a link to the folder", () => ({ output: join(folder, "link", "in.jsonl") })],
    ["output = a hard link to the input", () => ({ output: join(folder, "hard.jsonl") })],
    ["quarantine = output", () => ({ quarantine: output })],
    ["quarantine = input", () => ({ quarantine: input })],
    ["quarantine = the unfinished output", () => ({ quarantine: `${output}.partial` })],
    ["input = the checkpoint", () => ({ input: `${output}.checkpoint.json`, inputFormat: "jsonl" as const })],
  ])("%s is refused", async (_, options) => {
    await symlink(folder, join(folder, "link"));
    await link(input, join(folder, "hard.jsonl"));
    await writeFile(`${output}.checkpoint.json`, source);
    const before = (await readdir(folder)).sort();
    await expect(score(options())).rejects.toMatchObject({ code: "INVALID_BATCH" });
    expect((await readdir(folder)).sort()).toEqual(before);
    expect(await readFile(input, "utf8")).toBe(source);
  });
});

describe("a batch goes on from what it left", () => {
  test("other bytes than those of its checkpoint are refused, with the same number of them too", async () => {
    const whole = await calm();
    for (const end of ["partial", "quarantine.partial"]) {
      await interrupted();
      const left = await readFile(`${output}.${end}`);
      await writeFile(`${output}.${end}`, Buffer.concat([left.subarray(0, -20), Buffer.alloc(20)]));
      await expect(score()).rejects.toMatchObject({
        code: "FILE_FAILURE",
        message: expect.stringContaining(end),
      });
      await rm(`${output}.checkpoint.json`);
      await score();
      expect(await readFile(output, "utf8")).toBe(whole);
    }
  });

  test.each(["output", "quarantine"])(
    "a finished %s that somebody took away before the job was run again is made again",
    async (taken) => {
      const whole = await calm();
      const quarantine = join(folder, "bad", "rows.jsonl");
      // The last name cannot be given, as if the process was killed before it.
      const inTheWay = async () => void (await mkdir(join(quarantine, "in the way"), { recursive: true }));
      expect(await scoreAnd(inTheWay, { quarantine })).toMatchObject([{ code: "FILE_FAILURE" }, undefined]);
      await rm(quarantine, { recursive: true });
      await rm(taken === "output" ? output : `${output}.quarantine.partial`);
      const summary = await score({ quarantine });
      expect(summary).toMatchObject({ rows: 2_000, output, quarantine });
      expect(await readFile(output, "utf8")).toBe(whole);
      expect((await readFile(quarantine, "utf8")).split("\n").length).toBe(summary.quarantined + 1);
    },
  );
});
