import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bundleToTar, createSplit } from "@imdb/core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { loadTextClassifier, textClassifier } from "./in-browser.js";
import { logisticRegression, tfidfVectorizer } from "./shared.js";

const examples = ["a great film", "great fun", "a dull film", "dull and bad"].map((text, i) => {
  return { id: `${i}`, text, label: i < 2 ? ("pos" as const) : ("neg" as const) };
});
const train = createSplit("train", examples, `sha256:${"0".repeat(64)}`, { cleaning: [] });

let server: Server;
let page: string;
let bytes: Uint8Array;
beforeAll(async () => {
  const classifier = textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });
  bytes = bundleToTar((await classifier.fit(train)).toBundle());
  server = createServer((request, response) => {
    // The model is answered, slowly or at once; a page has no other file.
    if (request.url === "/site/slow.tar") response.writeHead(200).write("some");
    else if (request.url === "/site/model.tar") response.end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/site/page.html`;
});
afterEach(() => vi.unstubAllGlobals());
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const onPage = () => vi.stubGlobal("location", { href: page });
const failed = (problem: RegExp) =>
  expect.objectContaining({ code: "MODEL_DOWNLOAD_FAILED", message: expect.stringMatching(problem) });

test("a model beside the page is loaded by its relative address", async () => {
  onPage();
  const model = await loadTextClassifier("model.tar", { labels: ["neg", "pos"] });
  expect(model.predict("great").label).toBe("pos");
  await expect(loadTextClassifier("model.tar", { labels: ["ham", "spam"] })).rejects.toThrow(
    expect.objectContaining({ code: "LABEL_MISMATCH" }),
  );
});

test("the limits of a download hold for a relative address", async () => {
  onPage();
  await expect(loadTextClassifier("model.tar", { maxBytes: bytes.length - 1 })).rejects.toThrow(
    failed(new RegExp(`${bytes.length - 1}`)),
  );
  await expect(loadTextClassifier("slow.tar", { timeoutMs: 100 })).rejects.toThrow(failed(/timeout/));
  await expect(loadTextClassifier("model.tar", { codecs: [] })).rejects.toThrow(
    expect.objectContaining({ code: "UNKNOWN_CODEC" }),
  );
});

test("without a page there is no relative address, and nowhere is a path to save to", async () => {
  const refused = expect.objectContaining({ code: "NO_FILE_SYSTEM" });
  await expect(loadTextClassifier("model.tar")).rejects.toThrow(refused);
  await expect((await loadTextClassifier(bytes)).save("model")).rejects.toThrow(refused);
});
