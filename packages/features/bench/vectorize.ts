import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FittedVectorizer, withRole } from "@imdb/core";
import type { BenchEntry } from "@imdb/core/testing";
import { tfidfVectorizer } from "@imdb/features";
import { parallelTransformer, parallelVectorizer } from "@imdb/features/node";
import { reviewTexts } from "../../../tools/bench/reviews.mjs";
import { requireTool } from "../../../tools/optional/tools.mjs";
import { seconds } from "./seconds.ts";

const OPTIONS = { minDf: 2, sublinearTf: true } as const;
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let fitted: FittedVectorizer | undefined;

/** The time of scikit-learn for the same work, measured inside its process. */
function scikitLearn(what: string): () => Promise<number> {
  return async () => {
    const python = requireTool("peers");
    const output = execFileSync(python, [path("vectorize.py"), requireTool("archive"), what], {
      encoding: "utf8",
    });
    return Number(output.trim().split("\n").at(-1));
  };
}

/** Seconds to fit and transform the train reviews. */
function fitTransform(longest: number, threads: number): () => Promise<number> {
  return () => {
    const train = withRole("train", reviewTexts("train"));
    const vectorizer = tfidfVectorizer({ ...OPTIONS, ngramRange: [1, longest] });
    return seconds(() => parallelVectorizer(vectorizer, { threads }).fitTransform(train));
  };
}

async function fittedBigrams(): Promise<FittedVectorizer> {
  fitted ??= await tfidfVectorizer({ ...OPTIONS, ngramRange: [1, 2] }).fit(
    withRole("train", reviewTexts("train")),
  );
  fitted.transform(reviewTexts("test").slice(0, 500));
  return fitted;
}

/** Seconds to transform the test reviews, with threads that run already. */
function transform(threads: number): () => Promise<number> {
  return async () => {
    const transformer = parallelTransformer(await fittedBigrams(), { threads });
    try {
      await transformer.transform(reviewTexts("test").slice(0, 1000));
      return await seconds(() => transformer.transform(reviewTexts("test")));
    } finally {
      await transformer.close();
    }
  };
}

/** Whether a review is about as long as reviews are on average, 230 words. */
function isAverage(text: string): boolean {
  const words = text.split(" ").length;
  return words >= 200 && words <= 260;
}

/** Median microseconds for one review of average length, of many different ones. */
async function single(): Promise<number> {
  const vectorizer = await fittedBigrams();
  const times = reviewTexts("test")
    .filter(isAverage)
    .slice(0, 2000)
    .map((text) => {
      const start = performance.now();
      vectorizer.transform([text]);
      return (performance.now() - start) * 1000;
    });
  return times.sort((a, b) => a - b)[times.length / 2]!;
}

async function peakMemory(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "features-bench-"));
  try {
    writeFileSync(join(folder, "texts.json"), JSON.stringify(reviewTexts("train")));
    const output = execFileSync(process.execPath, [path("peak-memory.mjs"), join(folder, "texts.json")], {
      encoding: "utf8",
    });
    return Number(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function entry(id: string, ours: () => Promise<number>, what: string, unit = "s"): BenchEntry {
  const needs = ["python", "archive"] as const;
  return { id: `features.${id}`, peer: "scikit-learn", unit, needs, ours, theirs: scikitLearn(what) };
}

/** TF-IDF, sublinear, min_df 2, on 25,000 reviews, against scikit-learn with the same configuration. */
export const entries: BenchEntry[] = [
  entry("fitTransform.bigrams", fitTransform(2, 2), "bigrams"),
  entry("fitTransform.bigrams.oneThread", fitTransform(2, 1), "bigrams"),
  entry("fitTransform.bigrams.memory", peakMemory, "memory", "MB"),
  entry("fitTransform.unigrams", fitTransform(1, 2), "unigrams"),
  entry("transform.bigrams", transform(2), "transform"),
  entry("transform.bigrams.oneThread", transform(1), "transform"),
  entry("single", single, "single", "µs"),
];
