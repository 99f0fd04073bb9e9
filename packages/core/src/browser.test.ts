import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "tsup";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../../tools/optional/browser.mjs";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import * as here from "./index.js";

const browserPath = toolFor("browser", "core in a browser");
let folder: string;
let code: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-browser-"));
  const at = (file: string) => new URL(file, import.meta.url).pathname;
  await bundle({ core: at("index.ts") });
  code = await readFile(join(folder, "core.global.js"), "utf8");
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same work here and there: whatever differs is a defect of one of them. */
function work(core: typeof here) {
  const random = core.seededRandom(42);
  const tensors = core.encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 0.5) } });
  const files = core.bundleFromTar(core.bundleToTar(new Map([["model.safetensors", tensors]])));
  let code = "";
  try {
    core.assertTrain(["plain"] as never);
  } catch (error) {
    code = core.ImdbError.isInstance(error) ? error.code : String(error);
  }
  const points = Array.from({ length: 50_000 }, () => random.normal() * 10);
  return {
    exp: core.contentHash(points.map(core.portableExp)),
    log: core.contentHash(
      points.map((x) => core.portableLog(Math.abs(x)) + core.portableLog1p(Math.abs(x) / 7)),
    ),
    hash: core.contentHash({ text: "caf\u00e9 \u{1f600}", n: [1e21, 5e-324, -0] }),
    bytes: core.hashBytes(files.get("model.safetensors")!),
    random: [random.next(), random.normal(), random.integer(7), ...random.fork("a").permutation(6)],
    order: ["\u{1f600}", "\uff5e", "a"].sort(core.byCodePoint),
    code,
  };
}

test.skipIf(!browserPath)(
  "the root entry gives the same in Chromium as in Node, bit for bit",
  async () => {
    const browser = await launchBrowser(browserPath);
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: code });
      expect(await page.evaluate(`(${work.toString()})(core)`)).toEqual(work(here));
    } finally {
      await browser.close();
    }
  },
  60_000,
);

test("a bundler takes of the published root entry what is used: all of it with zod under 45 kB gzipped, a matrix under 5 kB", async () => {
  expect(gzipSync(code).length).toBeLessThan(45_000);
  const entry = join(folder, "matrix.ts");
  const published = new URL("../dist/index.js", import.meta.url).pathname;
  await writeFile(entry, `export { csrFromRows } from ${JSON.stringify(published)};`);
  await bundle({ matrix: entry });
  expect(gzipSync(await readFile(join(folder, "matrix.global.js"))).length).toBeLessThan(5_000);
}, 60_000);

function bundle(entry: Record<string, string>): Promise<void> {
  return build({
    entry,
    outDir: folder,
    format: "iife",
    globalName: "core",
    platform: "browser",
    noExternal: [/./],
    config: false,
    silent: true,
    minify: true,
  });
}
