import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { loadModel } from "@imdb/serve/defaults";
import { scoreFile } from "@imdb/serve/node";
import { child, type Loaded, p99AtHalf, throughput } from "./load.js";
import { manyReviews, PEERS, prepared, python, testTexts } from "./prepared.js";

const CLI = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const needs = ["python", "archive"] as const;
const peer = (...args: string[]) => Number(execFileSync(python(), [PEERS, ...args], { encoding: "utf8" }));

/** Some of the reviews, so that nothing is served from one warm text. */
function someTexts(folder: string): string[] {
  return testTexts(folder).filter((_, i) => i % 100 === 0);
}

/** Whether a review is about as long as reviews are on average, 230 words. */
function isAverage(text: string): boolean {
  const words = text.split(" ").length;
  return words >= 200 && words <= 260;
}

async function ourService(): Promise<Loaded> {
  const folder = await prepared();
  const args = [CLI, "serve", join(folder, "bundle"), "--log-level", "warn"];
  return {
    start: (port) => child(process.execPath, [...args, "--port", String(port)]),
    path: "/v1/predict",
    texts: someTexts(folder),
    body: (text) => ({ text }),
  };
}

async function fastapi(): Promise<Loaded> {
  const folder = await prepared();
  return {
    start: (port) => child(python(), [PEERS, "fastapi", folder, String(port)]),
    path: "/v1/predict",
    texts: someTexts(folder),
    body: (text) => ({ text }),
  };
}

async function mlflow(): Promise<Loaded> {
  const folder = await prepared();
  const bin = dirname(python());
  const args = ["models", "serve", "-m", join(folder, "mlflow"), "--env-manager", "local", "-w", "1"];
  const env = { PATH: `${bin}:${process.env["PATH"]}` };
  return {
    start: (port) => child(join(bin, "mlflow"), [...args, "-p", String(port)], env),
    path: "/invocations",
    texts: someTexts(folder),
    body: (text) => ({ inputs: [text] }),
  };
}

/** Serving against what a Python team would run, on the same machine, in the same run. */
export const entries: BenchEntry[] = [
  {
    id: "serve.single",
    peer: "scikit-learn 1.9 predict_proba",
    unit: "µs/review",
    needs,
    async ours() {
      const folder = await prepared();
      const predictor = await loadModel(join(folder, "bundle"));
      const texts = testTexts(folder).filter(isAverage).slice(0, 1000);
      for (const text of texts) predictor.predict(text);
      const times = texts.map((text) => {
        const start = performance.now();
        predictor.predict(text);
        return performance.now() - start;
      });
      return times.sort((a, b) => a - b)[times.length >> 1]! * 1000;
    },
    theirs: async () => peer("single", await prepared()),
  },
  {
    id: "serve.http.fastapi",
    peer: "FastAPI 0.165 + uvicorn 0.54 + scikit-learn 1.9, one process",
    unit: "µs/request",
    needs,
    ours: async () => throughput(await ourService()),
    theirs: async () => throughput(await fastapi()),
  },
  {
    id: "serve.http.mlflow",
    peer: "mlflow models serve 3.17, one process",
    unit: "µs/request",
    needs,
    ours: async () => throughput(await ourService()),
    theirs: async () => throughput(await mlflow()),
  },
  {
    id: "serve.http.p99",
    peer: "FastAPI 0.165 + uvicorn 0.54 + scikit-learn 1.9, each at half of its own maximum",
    unit: "ms, 99th percentile",
    needs,
    ours: async () => p99AtHalf(await ourService()),
    theirs: async () => p99AtHalf(await fastapi()),
  },
  {
    id: "serve.batch",
    peer: "pandas 3.1 + scikit-learn 1.9 in chunks",
    unit: "µs/review",
    needs,
    async ours() {
      const folder = await prepared();
      const source = join(folder, "bundle");
      const predictor = await loadModel(source);
      manyReviews(folder);
      const started = performance.now();
      const summary = await scoreFile({
        input: manyReviews(folder),
        output: join(folder, "ours.csv"),
        predictor,
        threads: 2,
        model: { source },
      });
      return ((performance.now() - started) * 1000) / summary.rows;
    },
    theirs: async () => peer("batch", await prepared(), join(await prepared(), "theirs.csv")),
  },
];
