import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser } from "../../optional/browser.mjs";
import { describeTool, toolPath } from "../../optional/tools.mjs";
import { NotChecked } from "../not-checked.mjs";
import { row } from "../row.mjs";
import { withServer } from "../server.mjs";

/** A page built by Vite, in Chromium. */
export default async function vite(place) {
  const executablePath = toolPath("browser");
  if (!executablePath) throw new NotChecked(describeTool("browser").remedy);
  await place.npmInstall({ vite: "8.3.8" });
  await place.program("ts");
  await place.template();
  await place.copyShared("split.json");
  await mkdir(join(place.folder, "public"));
  await place.copyShared("model.tar", "public/model.tar");
  const known = { title: "Vite, in Chromium", version: await place.versionOf("vite"), threads: "none" };
  return [
    await row(known, async () => {
      await place.succeed(place.bin("vite"), ["build", "--logLevel", "warn"]);
      return openPage(place, executablePath);
    }),
  ];
}

function openPage(place, executablePath) {
  const command = [place.bin("vite"), "preview", "--host", "127.0.0.1", "--port", "0"];
  const settings = { cwd: place.folder, env: place.env, ready: /(http:\/\/127\.0\.0\.1:\d+)/ };
  return withServer(command, settings, async (_fetch, url) => {
    const browser = await launchBrowser(executablePath);
    try {
      return await resultOfPage(await browser.newPage(), url);
    } finally {
      await browser.close();
    }
  });
}

async function resultOfPage(page, url) {
  const failed = new Promise((_, reject) => page.on("pageerror", reject));
  await page.goto(url);
  const printed = page.waitForFunction(() => globalThis.result, undefined, { timeout: 60_000 });
  return (await Promise.race([printed, failed])).jsonValue();
}
