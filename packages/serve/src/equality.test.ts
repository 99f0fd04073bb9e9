import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type BundleFiles, bundleToTar } from "@imdb/core";
import { saveBundle } from "@imdb/runtime/bundles";
import { serveHttp } from "@imdb/runtime/http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../../../tools/optional/browser.mjs";
import { bundleForBrowser } from "../../../tools/optional/browser-bundle.mjs";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import { createApp } from "./app/app.js";
import { loadModel } from "./defaults.js";
import type { Prediction } from "./predictor/prediction.js";
import type { Predictor } from "./predictor/predictor.js";
import { ARCHIVE, realExamples } from "./testing/real-reviews.js";
import { someTexts, trainedFiles } from "./testing/trained-model.js";

const browserPath = toolFor("browser", "predictions in a browser equal those in Node");
/** The 25,000 test reviews in the heavy run, made-up texts with odd ones among them else. */
const REAL = toolFor(["heavy", "archive"], "equality on 25,000 real reviews") !== undefined;
const PATIENCE_MS = REAL ? 1_200_000 : 60_000;
let texts: readonly string[];
let folder: string;
let files: BundleFiles;
let predictor: Predictor;
let expected: Prediction[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "equality-"));
  if (REAL) {
    const { train, test } = await realExamples(ARCHIVE!);
    texts = test.map((example) => example.text);
    files = await trainedFiles(train);
  } else {
    texts = someTexts(1000, 2);
    files = await trainedFiles();
  }
  await saveBundle(files, join(folder, "model"));
  predictor = await loadModel(join(folder, "model"));
  expected = texts.map((text) => predictor.predict(text));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** In pieces of what a service takes at once by default. */
function pieces<T>(all: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / 1000) }, (_, i) => all.slice(i * 1000, (i + 1) * 1000));
}

describe("one model returns the same numbers, bit for bit,", () => {
  test(
    "from bytes, a tar, a folder, and as a batch of any size",
    async () => {
      await saveBundle(files, join(folder, "model.tar"));
      for (const source of [bundleToTar(files), join(folder, "model.tar")]) {
        expect((await loadModel(source)).predictBatch(texts)).toEqual(expected);
      }
      expect(texts.flatMap((_, i) => (i % 7 ? [] : predictor.predictBatch(texts.slice(i, i + 7))))).toEqual(
        expected,
      );
    },
    PATIENCE_MS,
  );

  test(
    "over HTTP, in all three protocols",
    async () => {
      const service = await serveHttp(createApp({ predictor }), { port: 0 });
      const post = async (path: string, body: unknown) => {
        const headers = { "content-type": "application/json" };
        const response = await fetch(service.url + path, {
          method: "POST",
          headers,
          body: JSON.stringify(body),
        });
        // biome-ignore lint/suspicious/noExplicitAny: three shapes, each asserted below.
        return (await response.json()) as any;
      };
      for (const [i, some] of pieces(texts).entries()) {
        const wanted = expected.slice(i * 1000, (i + 1) * 1000);
        const own = await post("/v1/predict", { texts: some });
        expect(own.predictions.map(({ id: _, ...rest }: { id: string }) => rest)).toEqual(wanted);
        const inputs = [{ name: "text", shape: [some.length], datatype: "BYTES", data: some }];
        const { outputs } = await post("/v2/models/trained/infer", { inputs });
        expect(outputs[1].data).toEqual(wanted.flatMap((p) => Object.values(p.probabilities)));
        const { predictions } = await post("/invocations", { instances: some });
        expect(predictions).toEqual(
          wanted.map(({ label, confidence, probabilities }) => ({ label, confidence, ...probabilities })),
        );
      }
      await service.close();
    },
    PATIENCE_MS,
  );

  test(
    "in a file, whatever the number of threads and the size of a block",
    async () => {
      const input = join(folder, "in.jsonl");
      await writeFile(input, texts.map((text, id) => JSON.stringify({ id, text })).join("\n"));
      const runs = [
        [1, 1 << 20],
        [2, 3000],
        [3, 20_000],
      ] as const;
      const source = join(folder, "model");
      const output = (threads: number) => join(folder, `out-${threads}.jsonl`);
      // A process of its own, because threads run the built code, and this one resolves the sources.
      const script = join(folder, "threads.mjs");
      await writeFile(
        script,
        `import { loadModel } from ${JSON.stringify(new URL("../dist/defaults.js", import.meta.url).href)};
      import { scoreFile } from ${JSON.stringify(new URL("../dist/node/index.js", import.meta.url).href)};
      const [input, source, runs] = ${JSON.stringify([input, source, runs.map(([t, size]) => [t, size, output(t)])])};
      const predictor = await loadModel(source);
      for (const [threads, blockSize, output] of runs) {
        await scoreFile({ input, output, predictor, threads, blockSize, model: { source } });
      }`,
      );
      const env = { ...process.env, NODE_OPTIONS: "" };
      await promisify(execFile)(process.execPath, [script], { env });
      const outputs = await Promise.all(runs.map(([threads]) => readFile(output(threads), "utf8")));
      expect(new Set(outputs).size).toBe(1);
      const rows = outputs[0]!
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(rows).toEqual(
        expected.map(({ label, confidence, probabilities }, id) => ({
          id,
          label,
          confidence,
          probabilities,
        })),
      );
    },
    PATIENCE_MS,
  );
});

describe.skipIf(!browserPath)("in a real Chromium", () => {
  let server: Server;
  let code: string;

  beforeAll(async () => {
    const entry = JSON.stringify(fileURLToPath(new URL("./defaults-web.ts", import.meta.url)));
    const source = `export { loadModel } from ${entry};`;
    code = await bundleForBrowser(source, "model", ["@imdb/source", "browser"]);
    const tar = bundleToTar(files);
    server = createServer((request, response) => {
      const content: Record<string, string | Uint8Array> = {
        "/model.tar": tar,
        "/code.js": code,
        "/texts.json": JSON.stringify(texts),
      };
      const name = request.url!.replace("/model/", "");
      response.end(
        content[request.url!] ?? files.get(name) ?? "<!doctype html><script src=/code.js></script>",
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }, PATIENCE_MS);
  afterAll(() => server?.close());

  test(
    "from the addresses of a tar and of a folder",
    async () => {
      const browser = await launchBrowser(browserPath);
      try {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        for (const source of ["model.tar", "model"]) {
          const there = await page.evaluate(
            `Promise.all([model.loadModel(${JSON.stringify(source)}), fetch("texts.json").then((r) => r.json())])
            .then(([predictor, texts]) => JSON.stringify(predictor.predictBatch(texts)))`,
          );
          expect(JSON.parse(there as string)).toEqual(expected);
        }
      } finally {
        await browser.close();
      }
    },
    PATIENCE_MS,
  );

  test(
    "the try-it page predicts and marks the words",
    async () => {
      const service = await serveHttp(createApp({ predictor }), { port: 0 });
      const browser = await launchBrowser(browserPath);
      try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
        await page.goto(service.url);
        await page.fill("#text", "a great film, <b>not</b> dull");
        await page.click("button");
        await page.waitForSelector("#result:not([hidden])");
        expect(await page.textContent("#label")).toBe(
          predictor.predict("a great film, <b>not</b> dull").label,
        );
        expect(await page.textContent("#marked")).toBe("a great film, <b>not</b> dull");
        expect(await page.$$eval("#marked span", (spans) => spans.length)).toBeGreaterThan(1);
        expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
      } finally {
        await browser.close();
        await service.close();
      }
    },
    PATIENCE_MS,
  );
});
