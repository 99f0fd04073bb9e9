import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser } from "../../optional/browser.mjs";
import { describeTool, toolPath } from "../../optional/tools.mjs";
import { start } from "../../release/processes.mjs";
import { NotChecked } from "../not-checked.mjs";
import { row } from "../row.mjs";

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

async function openPage(place, executablePath) {
  const args = ["preview", "--host", "127.0.0.1", "--port", "0", "--strictPort", "false"];
  const server = start(place.bin("vite"), args, { cwd: place.folder, env: { ...place.env, NO_COLOR: "1" } });
  const browser = await launchBrowser(executablePath);
  try {
    const [, url] = await server.seen(/(http:\/\/127\.0\.0\.1:\d+)/, 60);
    const page = await browser.newPage();
    const failed = new Promise((_, reject) => page.on("pageerror", reject));
    await page.goto(url);
    const printed = page.waitForFunction(() => globalThis.result, undefined, { timeout: 60_000 });
    return await (await Promise.race([printed, failed])).jsonValue();
  } finally {
    await browser.close();
    await server.end("SIGTERM", 20).catch(() => {});
  }
}
