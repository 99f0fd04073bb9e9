import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { launchBrowser } from "../optional/browser.mjs";
import { describeTool, toolPath } from "../optional/tools.mjs";
import { digestOf, digestOfValue } from "./loop/digest.mjs";
import { TEXTS } from "./project.mjs";
import { step } from "./run-loop.mjs";

/**
 * Trains the main job's model in a page of Chromium, from its split on, and predicts with it there.
 *
 * @param project  Has the split as `split.json`.
 * @returns `{ version, steps }`, or `{ missing }`: how to get it.
 */
export async function runInBrowser(project) {
  const executablePath = toolPath("browser");
  if (!executablePath) return { missing: describeTool("browser").remedy };
  const input = JSON.parse(await readFile(join(project, "split.json"), "utf8"));
  const browser = await launchBrowser(executablePath);
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundlePage(project) });
    let files;
    const train = await step("main job", async () => {
      files = await page.evaluate((data) => imdb.train(data), input);
      return digestOf(files.map(([name, bytes]) => [name, Uint8Array.from(bytes)]));
    });
    const predict = await step("predictor", async () => {
      return digestOfValue(
        await page.evaluate(([model, texts]) => imdb.predict(model, texts), [files, TEXTS]),
      );
    });
    return { version: browser.version(), steps: [train, predict] };
  } finally {
    await browser.close();
  }
}

async function bundlePage(project) {
  const { outputFiles } = await build({
    entryPoints: [join(project, "bundled/page.mjs")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "imdb",
    target: "es2022",
    platform: "browser",
    logLevel: "error",
  });
  return outputFiles[0].text;
}
