import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type EncodedPart, encodeSafetensors, withRole } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { launchBrowser } from "../../../tools/optional/browser.mjs";
import { bundleForBrowser } from "../../../tools/optional/browser-bundle.mjs";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import {
  countVectorizer,
  featureCodecs,
  nbWeighting,
  pipeline,
  sentimentTokenizer,
  tfidfTransformer,
  tfidfVectorizer,
} from "./index.js";

const browserPath = toolFor("browser", "features in a browser");
const { train, test: some }: { train: string[]; test: string[] } = JSON.parse(
  readFileSync(new URL("./golden/scikit-learn.json", import.meta.url), "utf8"),
);
// Greater counts too, whose logarithms the weights are made of.
const unseen = [...some, ...[2, 3, 7, 63, 64, 65, 99].map((count) => `${train.join(" ")} `.repeat(count))];
const ours = JSON.stringify(fileURLToPath(new URL("./index.ts", import.meta.url)));
const exportCodecs = `export { featureCodecs } from ${ours};`;

test("what loads and runs every vectorizer is under 30 kB gzipped in a browser", async () => {
  expect(gzipSync(await bundleForBrowser(exportCodecs, "features")).length).toBeLessThan(30_000);
});

describe.skipIf(!browserPath)("in a real Chromium", () => {
  test("rows are the same as in Node, bit for bit", async () => {
    const labels = {
      role: "train",
      classes: ["no", "yes"],
      codes: Int32Array.from(train, (_, i) => i % 2),
    } as const;
    const texts = withRole("train", train);
    const fitted = [
      await tfidfVectorizer({ ngramRange: [1, 2], sublinearTf: true }).fit(texts),
      await tfidfVectorizer({ analyzer: "charWb", ngramRange: [2, 4], stripAccents: "unicode" }).fit(texts),
      await pipeline(countVectorizer({ tokenizer: sentimentTokenizer(), ngramRange: [1, 3] }), [
        nbWeighting(),
        tfidfTransformer({ sublinearTf: true }),
      ]).fit(texts, labels),
    ];
    const all = `${exportCodecs} export { decodeSafetensors } from "@imdb/core";`;
    const code = await bundleForBrowser(all, "features");
    const browser = await launchBrowser(browserPath);
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: code });
      for (const vectorizer of fitted) {
        const codec = featureCodecs.find(({ kind }) => kind === vectorizer.kind)!;
        const part: EncodedPart = codec.encode(vectorizer);
        const bytes = Buffer.from(encodeSafetensors(part.tensors)).toString("base64");
        const given = JSON.stringify({ kind: vectorizer.kind, params: part.params, bytes, texts: unseen });
        const there = await page.evaluate(`(${transformThere})(${given})`);
        const { indptr, indices, values } = vectorizer.transform(unseen);
        expect(there).toEqual({ indptr: [...indptr], indices: [...indices], values: [...values] });
      }
    } finally {
      await browser.close();
    }
  }, 120_000);
});

/** Runs in the page. */
const transformThere = `({ kind, params, bytes, texts }) => {
  const raw = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
  const codec = features.featureCodecs.find((candidate) => candidate.kind === kind);
  const vectorizer = codec.decode({ params, tensors: features.decodeSafetensors(raw) }, codec.version);
  const { indptr, indices, values } = vectorizer.transform(texts);
  return { indptr: [...indptr], indices: [...indices], values: [...values] };
}`;
