import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toolPath } from "../../../tools/optional/tools.mjs";
import type { Summary } from "./summary.js";

/** The SHA-256 of the model's arrays. Since the groups of a `groupedSplit` are also stratified, it is that of another train part. */
const MODEL = "77db6fc2ea558643741ee89df625de03f3b0caa61c40da62f3ca3693bce2ce22";
const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
let folder: string;
let first: Summary;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-example-"));
  const { status, stderr } = await run(["--embedded", "--summary", join(folder, "summary.json")], "first");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  first = JSON.parse(await readFile(join(folder, "summary.json"), "utf8")) as Summary;
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the main job on the embedded sentences", () => {
  test("prints the data and the metrics of the model", () => {
    expect(first.data.source).toMatch(/embedded sentences/);
    // Of the 3,000, the split leaves out the few whose near duplicates would be in both parts.
    expect(first.data.documents).toBeGreaterThan(2_950);
    expect(first.data.documents).toBeLessThanOrEqual(3_000);
    expect(first.metrics.accuracy).toBeGreaterThan(0.75);
    expect(first.metrics.rocAuc).toBeGreaterThan(0.85);
    expect(first.predictions).toHaveLength(5);
    expect(first.steps.every(({ state }) => state === "Completed")).toBe(true);
    expect(first.strongest.for.map(({ name }) => name)).toContain("great");
  });

  test("writes a bundle, a run and two pages", async () => {
    expect((await readdir(first.bundle)).sort()).toEqual([
      "MLmodel",
      "manifest.json",
      "model.safetensors",
      "reference.json",
    ]);
    expect(await readFile(first.report, "utf8")).toMatch(/^<!doctype html>/);
    expect(await readFile(first.driftReport, "utf8")).toMatch(/^<!doctype html>/);
    expect(await readdir(fileURLToPath(first.run))).toContain("report.html");
  });

  test("trains the same model as an earlier version, byte for byte", async () => {
    const trained = await readFile(join(first.bundle, "model.safetensors"));
    expect(createHash("sha256").update(trained).digest("hex")).toBe(MODEL);
  });

  test("writes the same bytes again, and with another number of threads", async () => {
    const bytes = await bundleBytes(first.bundle);
    for (const threads of [1, 2]) {
      const config = join(folder, `threads-${threads}.yaml`);
      await writeFile(config, `threads: ${threads}\n`);
      const out = `threads-${threads}`;
      expect(await run(["--embedded", "--config", config], out)).toMatchObject({ status: 0 });
      expect(await bundleBytes(join(folder, out, "bundle"))).toEqual(bytes);
    }
  }, 120_000);

  test("another seed gives another split and another model", async () => {
    const config = join(folder, "seed.yaml");
    await writeFile(config, "seed: 7\n");
    expect(await run(["--embedded", "--config", config], "seed")).toMatchObject({ status: 0 });
    expect(await bundleBytes(join(folder, "seed", "bundle"))).not.toEqual(await bundleBytes(first.bundle));
  }, 60_000);

  test("an interrupted run writes no final file, and the next run works", async () => {
    const { status } = await run(["--embedded"], "interrupted", "once it works");
    expect(status).toBe(130);
    expect(await readdir(join(folder, "interrupted")).catch(() => [])).toEqual([]);
    expect(await run(["--embedded"], "interrupted")).toMatchObject({ status: 0 });
  }, 60_000);
});

describe("the job run again", () => {
  const again = (...args: string[]) => run(["--embedded", ...args], "first");

  test("computes nothing, prints three lines, and writes the summary again", async () => {
    const bytes = await bundleBytes(first.bundle);
    const file = join(folder, "summary-again.json");
    const { status, stdout } = await again("--summary", file);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Data: .*\nNothing to do: .*\n.*bundle .*report .*run .*\n.*--fresh/);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(first);
    expect(await bundleBytes(first.bundle)).toEqual(bytes);
  });

  test("writes missing and changed files again, from stored results", async () => {
    const bytes = await bundleBytes(first.bundle);
    await writeFile(join(first.bundle, "manifest.json"), "{}");
    await rm(first.report);
    const { status, stdout } = await again();
    expect(status).toBe(0);
    expect(stdout.match(/\(cached\)/g)).toHaveLength(8);
    expect(await bundleBytes(first.bundle)).toEqual(bytes);
    expect(await readFile(first.report, "utf8")).toMatch(/^<!doctype html>/);
  });

  test("computes only the steps that a changed setting affects", async () => {
    const config = join(folder, "c.yaml");
    await writeFile(config, "model:\n  c: 1\n");
    const { stdout } = await again("--config", config);
    expect(stdout).toMatch(/fit features \(cached\)/);
    expect(stdout).toMatch(/train texts \(cached\)/);
    expect(stdout).toMatch(/s {2}train\n/);
  }, 60_000);

  test("computes everything with --fresh", async () => {
    const { stdout } = await again("--fresh");
    expect(stdout).not.toMatch(/cached/);
  }, 60_000);

  test.each(toolPath("heavy") ? [1, 3, 5] : [3])(
    "killed with %i results kept, goes on from them to the same bytes",
    async (kept) => {
      const out = `killed-${kept}`;
      expect((await run(["--embedded"], out, kept)).status).toBe(null);
      expect(existsSync(join(folder, out, "bundle"))).toBe(false);
      const before = keptResults(out);
      expect(before).toBeGreaterThanOrEqual(kept);
      const { status, stdout } = await run(["--embedded"], out);
      expect(status).toBe(0);
      expect(stdout.match(/\(cached\)/g)).toHaveLength(before);
      // The config of another test may have been the last in `first`.
      expect(await bundleBytes(join(folder, out, "bundle"))).toEqual(
        await bundleBytes(join(folder, "threads-1", "bundle")),
      );
    },
    60_000,
  );
});

describe("wrong input is a typed error with the value, the place and the remedy", () => {
  const cases: [name: string, args: (dir: string) => Promise<string[]>, expected: RegExp][] = [
    ["a missing file", async (dir) => ["--data", join(dir, "none.tar.gz")], /FILE_FAILURE.*none\.tar\.gz/],
    ["a truncated archive", async (dir) => ["--data", await truncated(dir)], /INVALID_ARCHIVE.*cut\.tar\.gz/],
    ["an empty file", async (dir) => ["--data", await written(dir, "empty.tar.gz", "")], /empty\.tar\.gz/],
    [
      "a file that is no archive",
      async (dir) => ["--data", await written(dir, "x.tar.gz", "text")],
      /x\.tar\.gz/,
    ],
    [
      "an unknown config key",
      async (dir) => ["--embedded", "--config", await written(dir, "c.yaml", "modle: {}\n")],
      /SCHEMA_MISMATCH.*c\.yaml.*modle/,
    ],
    [
      "a wrong config value",
      async (dir) => ["--embedded", "--config", await written(dir, "v.yaml", "seed: -1\n")],
      /SCHEMA_MISMATCH.*v\.yaml.*seed/,
    ],
    ["an unknown option", async () => ["--dta", "x"], /BAD_ARGUMENTS.*--dta/],
  ];

  test.each(cases)("%s", async (_name, args, expected) => {
    const dir = await mkdtemp(join(folder, "bad-"));
    const { status, stderr } = await run(await args(dir), `${dir}/out`);
    expect(stderr).toMatch(expected);
    expect(stderr.trim().split("\n").length).toBeGreaterThan(1);
    expect(status).toBe(1);
    expect(await readdir(`${dir}/out`).catch(() => [])).toEqual([]);
  });
});

/**
 * Runs the built job. With `interrupt` it gets what Ctrl-C sends as soon as it says what it works on; with a
 * number it is killed, without a chance to tidy up, once it has kept so many results.
 */
function run(args: readonly string[], out: string, interrupt?: "once it works" | number) {
  const name = out.startsWith("/") ? out : join(folder, out);
  // Results of its own for each: those of another test would be taken over.
  const where = ["--out", name, "--runs", join(folder, "runs"), "--results", resultsOf(out)];
  const { IMDB_DATA: _data, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args, ...where], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (interrupt === "once it works") child.kill("SIGINT");
  });
  const watch = setInterval(() => {
    if (typeof interrupt === "number" && keptResults(out) >= interrupt) child.kill("SIGKILL");
  }, 2);
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once("close", (status) => {
      clearInterval(watch);
      resolve({ status, stdout, stderr });
    });
  });
}

function keptResults(out: string): number {
  if (!existsSync(resultsOf(out))) return 0;
  return readdirSync(resultsOf(out), { recursive: true }).filter((name) => `${name}`.endsWith(".result"))
    .length;
}

function resultsOf(out: string): string {
  return join(folder, "results", out.replaceAll("/", "_"));
}

async function bundleBytes(path: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of (await readdir(path)).sort()) files[name] = await readFile(join(path, name), "base64");
  return files;
}

async function written(dir: string, name: string, text: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, name), text);
  return join(dir, name);
}

async function truncated(dir: string): Promise<string> {
  const tar = Buffer.alloc(4096, 65);
  await writeFile(join(dir, "cut.tar.gz"), gzipSync(tar).subarray(0, 20));
  return join(dir, "cut.tar.gz");
}
