import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../../tools/optional/browser.mjs";
import { bundleForBrowser } from "../../../tools/optional/browser-bundle.mjs";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import * as here from "./index.js";

const browserPath = toolFor("browser", "core in a browser");
const at = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));
let code: string;

beforeAll(async () => {
  code = await bundleForBrowser(`export * from ${at("index.ts")};`, "core");
}, 60_000);

/** The work that Node and the browser both do. Their results must be equal. */
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
  "the root entry returns the same in Chromium as in Node, bit for bit",
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

test("a bundler includes only what is used of the published root entry: all of it with zod under 30 kB gzipped, a matrix under 5 kB", async () => {
  expect(gzipSync(code).length).toBeLessThan(30_000);
  const matrix = `export { csrFromRows } from ${at("../dist/index.js")};`;
  expect(gzipSync(await bundleForBrowser(matrix, "core")).length).toBeLessThan(5_000);
}, 60_000);
