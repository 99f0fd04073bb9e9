import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { digestOfValue } from "./loop/digest.mjs";
import { same } from "./loop/same.mjs";
import { TEXTS } from "./project.mjs";
import { step } from "./run-loop.mjs";

const AT_ONCE = 40;

/**
 * Predicts in workerd, the runtime of Cloudflare Workers: twice in a row, then 40 times at once.
 *
 * @param project  Has the bundle as `model.tar`.
 * @returns `{ version, steps }`, or `{ missing }`: how to get it.
 */
export async function runInWorkerd(project) {
  const miniflare = await import("miniflare").catch((error) => ({ error }));
  if (miniflare.error)
    return { missing: `npm ci must install miniflare for this platform: ${miniflare.error.message}` };
  const { version } = JSON.parse(
    await readFile(new URL(import.meta.resolve("workerd/package.json")), "utf8"),
  );
  const worker = new miniflare.Miniflare({ modules: true, script: await bundleWorker(project) });
  try {
    return {
      version,
      steps: [
        await step("predictor", () => predictTwice(worker)),
        await step("HTTP", () => predictAtOnce(worker)),
      ],
    };
  } finally {
    await worker.dispose();
  }
}

async function bundleWorker(project) {
  const { outputFiles } = await build({
    entryPoints: [join(project, "bundled/worker.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["module", "main"],
    loader: { ".tar": "binary" },
    logLevel: "error",
  });
  return outputFiles[0].text;
}

async function predictTwice(worker) {
  const first = digestOfValue(await predict(worker, TEXTS));
  same("the second answer", digestOfValue(await predict(worker, TEXTS)), first);
  return first;
}

/** What the loop's HTTP step asks for: each text, then many at once. */
async function predictAtOnce(worker) {
  const probabilities = [];
  const ask = async (text) => (await predict(worker, [text]))[0][1];
  for (const text of TEXTS) probabilities.push(await ask(text));
  const many = Array.from({ length: AT_ONCE }, (_, i) => TEXTS[i % TEXTS.length]);
  probabilities.push(...(await Promise.all(many.map(ask))));
  return digestOfValue(probabilities);
}

async function predict(worker, texts) {
  const answer = await worker.dispatchFetch("http://edge/v1/predict", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ texts }),
  });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).predictions.map(({ label, probabilities }) => [label, probabilities]);
}
