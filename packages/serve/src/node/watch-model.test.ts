import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BundleFiles } from "@imdb/core";
import { saveBundle } from "@imdb/runtime/bundles";
import { serveHttp } from "@imdb/runtime/http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { createApp } from "../app/app.js";
import { toyCodecs, toyFiles } from "../testing/toy-model.js";
import { loadPredictor } from "./load-predictor.js";
import { watchModel } from "./watch-model.js";

let folder: string;
let path: string;
const load = (from: string) => loadPredictor(from, { codecs: toyCodecs });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "watch-"));
  path = join(folder, "bundle");
});
afterAll(() => rm(folder, { recursive: true }));

/** Deploys as operators do: a folder a version, and a symbolic link that is moved. */
async function pointTo(files: BundleFiles, version: number): Promise<void> {
  const target = join(folder, `version-${version}`);
  await mkdir(target);
  for (const [name, bytes] of files) await writeFile(join(target, name), bytes);
  await symlink(target, `${path}.new`);
  await rename(`${path}.new`, path);
}

const SWAPS = rounds(8, 50);

test(`${SWAPS} swaps under load fail no request, and every answer is of one model`, async () => {
  await pointTo(toyFiles(0), 0);
  const app = createApp({ predictor: await load(path) });
  const service = await serveHttp(app, { port: 0 });
  const watch = watchModel(app, { path, load, intervalMs: 3_600_000 });
  const body = JSON.stringify({ texts: Array(10).fill("good") });
  const headers = { "content-type": "application/json" };
  const versions = new Set<string>();
  let requests = 0;
  let swapping = true;
  async function client(): Promise<void> {
    while (swapping) {
      const response = await fetch(`${service.url}/v1/predict`, { method: "POST", headers, body });
      const { predictions } = (await response.json()) as { predictions: { modelVersion: string }[] };
      expect(response.status).toBe(200);
      const seen = new Set(predictions.map((p) => p.modelVersion));
      expect(seen.size).toBe(1);
      for (const version of seen) versions.add(version);
      requests++;
    }
  }
  const clients = Array.from({ length: 4 }, client);
  for (let swap = 1; swap <= SWAPS; swap++) {
    const before = requests;
    await pointTo(toyFiles(swap / 100), swap);
    await watch.check();
    expect(app.deployment.champion.modelVersion).toBe((await load(path)).modelVersion);
    while (requests < before + 1) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  swapping = false;
  await Promise.all(clients);
  watch.stop();
  await service.close();
  expect(versions.size).toBeGreaterThan(SWAPS * 0.8);
}, 120_000);

test("a damaged bundle is logged and does not replace the model in service", async () => {
  path = join(folder, "saved");
  await saveBundle(toyFiles(0), path);
  const app = createApp({ predictor: await load(path) });
  const errors: object[] = [];
  const logger = { info() {}, warn() {}, error: (facts: object) => void errors.push(facts) };
  const watch = watchModel(app, { path, load, logger });
  const version = app.deployment.champion.modelVersion;
  await writeFile(join(path, "manifest.json"), "{}");
  await watch.check();
  expect(app.deployment.champion.modelVersion).toBe(version);
  expect(errors).toEqual([{ err: expect.objectContaining({ code: "INVALID_BUNDLE" }), path }]);
  await saveBundle(toyFiles(5), path);
  await watch.check();
  expect(app.deployment.champion.modelVersion).not.toBe(version);
  watch.stop();
});

test("a path that cannot be looked at is logged once, and watched on", async () => {
  path = join(folder, "looped");
  await saveBundle(toyFiles(0), path);
  const app = createApp({ predictor: await load(path) });
  const errors: object[] = [];
  const logger = { info() {}, warn() {}, error: (facts: object) => void errors.push(facts) };
  const watch = watchModel(app, { path, load, logger, intervalMs: 5 });
  const version = app.deployment.champion.modelVersion;
  await watch.check();
  await rm(path, { recursive: true });
  await symlink(path, path);
  // The timer meets the loop, many times: a rejection in it would end the process.
  const looped = { err: expect.objectContaining({ message: expect.stringContaining("ELOOP") }), path };
  await expect.poll(() => errors).toContainEqual(looped);
  await watch.check();
  // A check that was under way as the loop was made fails at a later step, with a text of its own.
  const logged = errors.length;
  expect(logged).toBeLessThanOrEqual(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(errors).toHaveLength(logged);
  await rm(path);
  await saveBundle(toyFiles(7), path);
  await expect.poll(() => app.deployment.champion.modelVersion).not.toBe(version);
  watch.stop();
});

test("a logger that throws ends neither the watch nor the process", async () => {
  path = join(folder, "unlogged");
  await saveBundle(toyFiles(0), path);
  const app = createApp({ predictor: await load(path) });
  let thrown = 0;
  const fail = () => {
    thrown++;
    throw new Error("The disk is full.");
  };
  const logger = { info: fail, warn: fail, error: fail };
  const watch = watchModel(app, { path, load, logger, intervalMs: 5 });
  await writeFile(join(path, "manifest.json"), "{}");
  await expect.poll(() => thrown).toBeGreaterThan(2);
  watch.stop();
});
