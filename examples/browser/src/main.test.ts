import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../../tools/optional/browser.mjs";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import { buildPage } from "./build.js";

const executablePath = toolFor("browser", "the example page in a browser");
const skip = !executablePath && "no browser";
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
let browser: Browser;
let url: string;

before(async () => {
  if (!executablePath) return;
  const { file, bytes } = await buildPage();
  assert.ok(bytes < 1_500_000, `${bytes} bytes`);
  url = pathToFileURL(file).href;
  browser = await launchBrowser(executablePath);
});
after(() => browser?.close());

async function open(size: keyof typeof SIZES = "desktop", colorScheme: "light" | "dark" = "light") {
  const page = await browser.newPage({ viewport: SIZES[size], colorScheme });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => /^https?:/.test(request.url()) && problems.push(request.url()));
  await page.goto(url);
  await page.locator("#text:enabled").waitFor();
  return { page, problems };
}

test("classifies while you type, marks the words, and makes no request", { skip }, async () => {
  const { page, problems } = await open();
  await page.locator("#text").fill("");
  await page.locator("#text").pressSequentially("A wonderful film");
  assert.match(await page.locator("#verdict").innerText(), /^Positive, \d+ %$/);
  assert.match(await page.locator("mark.for[data-strength]").first().innerText(), /^wonderful/);
  await page.locator("#text").fill("A terrible film. <img src=x onerror=alert(1)>");
  assert.match(await page.locator("#verdict").innerText(), /^Negative/);
  assert.equal(await page.locator("#words img").count(), 0);
  assert.match(await page.locator("#words").innerText(), /<img src=x/);
  assert.deepEqual(problems, []);
  await page.close();
});

test("works with the keyboard alone", { skip }, async () => {
  const { page } = await open();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "text");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.match(await page.locator("#text").inputValue(), /battery/);
  assert.match(await page.locator("#verdict").innerText(), /^Negative/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "text");
  await page.close();
});

for (const size of ["phone", "desktop"] as const) {
  for (const scheme of ["light", "dark"] as const) {
    test(`accessible, and nothing sticks out: ${size}, ${scheme}`, { skip }, async () => {
      const { page } = await open(size, scheme);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
      await page.evaluate(axe);
      const { violations } = (await page.evaluate("axe.run()")) as {
        violations: { id: string; help: string }[];
      };
      assert.deepEqual(
        violations.map(({ id, help }) => `${id}: ${help}`),
        [],
      );
      const folder = process.env["SCREENSHOTS"];
      if (folder) await page.screenshot({ path: `${folder}/browser-${size}-${scheme}.png` });
      await page.close();
    });
  }
}
