import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../../../tools/optional/browser.mjs";
import { bundleForBrowser } from "../../../tools/optional/browser-bundle.mjs";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import { html, page } from "./index.js";
import { examplePage } from "./testing/example-page.js";

const HOSTILE = `</title></style></svg><script>document.title="owned"</script><img src=x onerror='document.title="owned"'>"'\u0000\u202e`;

describe("a page", () => {
  test("has the same bytes twice", () => {
    expect(examplePage()).toBe(examplePage());
  });

  test("has the same bytes in any locale and time zone", async () => {
    const before = process.env["TZ"];
    process.env["TZ"] = "Asia/Kathmandu";
    const there = examplePage();
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
    expect(there).toBe(examplePage());
  });

  test("has no address to load from, no script and no inline style", () => {
    const text = examplePage(HOSTILE);
    expect(text).not.toMatch(
      /https?:|url\(|@import|<script|<iframe|<object|<embed|<link(?! rel="icon" href="data:,">)/i,
    );
    expect(text).not.toMatch(/<[^>]+\s(?:style|on\w+)=/i);
  });

  test("has no table of contents for few sections, and nothing for missing parts", () => {
    const text = page({ title: "t", sections: [{ title: "one", body: html`<p>1</p>` }] });
    expect(text).not.toContain("<nav");
    expect(text).not.toContain("<footer");
    expect(text).not.toContain("undefined");
  });
});

const browserPath = toolFor("browser", "report pages in a browser");

describe.skipIf(!browserPath)("a page in Chromium", () => {
  let folder: string;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "imdb-report-"));
    browser = await launchBrowser(browserPath);
    await writeFile(join(folder, "page.html"), examplePage(HOSTILE));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ["phone, light", 360, "light"],
    ["desktop, dark", 1280, "dark"],
  ] as const)(
    "%s: no console output, no request, no sideways scrolling, contrast AA",
    async (_n, width, colorScheme) => {
      const view = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      const heard: string[] = [];
      view.on("console", (message) => heard.push(message.text()));
      view.on("pageerror", (error) => heard.push(String(error)));
      view.on("request", (request) => {
        if (!request.url().startsWith("file:") && request.url() !== "data:,") heard.push(request.url());
      });
      await view.goto(pathToFileURL(join(folder, "page.html")).href);
      expect(heard).toEqual([]);
      expect(await view.title()).toContain("<script>");
      const seen = await view.evaluate(inspect);
      expect(seen.scripts).toBe(0);
      expect(seen.images).toBe(0);
      expect(seen.width).toBeLessThanOrEqual(width);
      expect(seen.headings).toEqual(["H1", "H2", "H2", "H2", "H2", "H2"]);
      expect(seen.captionless).toBe(0);
      expect(seen.unnamed).toBe(0);
      expect(seen.repeatedIds).toEqual([]);
      expect(seen.faint).toEqual([]);
      await view.close();
    },
  );

  test("has the same bytes when it is made in the browser", async () => {
    const entry = JSON.stringify(fileURLToPath(new URL("./testing/example-page.ts", import.meta.url)));
    const code = await bundleForBrowser(`export * from ${entry};`, "report");
    const view = await browser.newPage();
    await view.addScriptTag({ content: code });
    expect(await view.evaluate("report.examplePage()")).toBe(examplePage());
    await view.close();
  }, 60_000);

  test("over HTTP: the policy is enforced, and only the page is requested", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.setHeader("content-type", "text/html; charset=utf-8").end(examplePage(HOSTILE));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const view = await browser.newPage();
    const heard: string[] = [];
    view.on("console", (message) => heard.push(message.text()));
    await view.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const refused = await view.evaluate(`new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
      document.body.insertAdjacentHTML("beforeend", "<img src='http://127.0.0.1:1/x.png'>");
      setTimeout(() => resolve("nothing"), 3000);
    })`);
    await view.close();
    await new Promise((resolve) => server.close(resolve));
    expect(refused).toBe("img-src");
    expect(asked).toEqual(["/"]);
    expect(heard.filter((text) => !text.includes("x.png"))).toEqual([]);
  });
});

// The browser's types are not among a Node library's: what is used of them.
interface BrowserElement {
  readonly id: string;
  readonly tagName: string;
  readonly outerHTML: string;
  readonly textContent: string;
  readonly nodeType: number;
  readonly scrollWidth: number;
  readonly parentElement: BrowserElement | null;
  readonly childNodes: Iterable<BrowserElement>;
  closest(selector: string): BrowserElement | null;
  querySelector(selector: string): BrowserElement | null;
}
interface Browser {
  readonly document: {
    readonly documentElement: BrowserElement;
    querySelectorAll(selector: string): Iterable<BrowserElement>;
  };
  getComputedStyle(element: BrowserElement): { color: string; fill: string; backgroundColor: string };
}

/** Runs in the page. */
function inspect() {
  const { document, getComputedStyle } = globalThis as unknown as Browser;
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string) => {
    const [r, g, b] = channels(colour).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const behind = (element: BrowserElement): string => {
    for (let at: BrowserElement | null = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (a: string, b: string) => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const faint = all("body *").filter((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    if (!own || element.closest("title,desc")) return false;
    const style = getComputedStyle(element);
    return contrast(element.closest("svg") ? style.fill : style.color, behind(element)) < 4.5;
  });
  const ids = all("[id]").map((element) => element.id);
  return {
    scripts: all("script").length,
    images: all("img").length,
    width: document.documentElement.scrollWidth,
    headings: all("h1,h2").map((element) => element.tagName),
    captionless: all("table:not(:has(caption))").length,
    unnamed: all("svg[role=img]").filter((svg) => !svg.querySelector(":scope > title")?.textContent).length,
    repeatedIds: ids.filter((id, i) => ids.indexOf(id) !== i),
    faint: faint.map((element) => element.outerHTML.slice(0, 120)),
  };
}
