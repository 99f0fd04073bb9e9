import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { askTwiceAndAtOnce } from "../ask.mjs";
import { row } from "../row.mjs";

/** A Cloudflare Worker: wrangler bundles it, miniflare runs it. */
export default async function workers(place) {
  // The newest that runs on Node 20.
  await place.npmInstall({ wrangler: "4.86.0" });
  await place.program("ts");
  await place.template();
  await place.copyShared("split.json");
  await place.copyShared("model.tar");
  const known = {
    title: "Cloudflare Workers (wrangler)",
    version: await place.versionOf("wrangler"),
    threads: "none",
  };
  return [
    await row(known, async () => {
      await place.succeed(place.bin("wrangler"), ["deploy", "--dry-run", "--outdir=dist"]);
      return askWorker(place.folder);
    }),
  ];
}

async function askWorker(folder) {
  const require = createRequire(createRequire(join(folder, "package.json")).resolve("wrangler"));
  const { Miniflare } = await import(pathToFileURL(require.resolve("miniflare")));
  const dist = join(folder, "dist");
  const data = (await readdir(dist)).filter((file) => file.endsWith(".tar"));
  const modules = ["worker.js", ...data].map(async (path) => {
    const type = path === "worker.js" ? "ESModule" : "Data";
    return { type, path, contents: await readFile(join(dist, path)) };
  });
  const settings = { modules: await Promise.all(modules), compatibilityDate: "2026-04-01" };
  const worker = new Miniflare(settings);
  try {
    const answer = await worker.dispatchFetch("http://films/program");
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
    const result = await answer.json();
    await askTwiceAndAtOnce((path, request) => worker.dispatchFetch(`http://films${path}`, request));
    return { ...result, outcomes: [...result.outcomes, { step: "twice and 40 at once" }] };
  } finally {
    await worker.dispose();
  }
}
