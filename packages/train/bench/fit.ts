import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CsrMatrix, TrainLabels } from "@imdb/core";
import type { BenchEntry } from "@imdb/core/testing";
import { type LogisticRegressionOptions, logisticRegression } from "@imdb/train";
import { requireTool } from "../../../tools/optional/tools.mjs";
import { peer } from "./peer.ts";

let data: { readonly folder: string; readonly X: CsrMatrix; readonly y: TrainLabels } | undefined;

/** The train matrix of 25,000 × 440,000 that both sides fit, made once by scikit-learn's vectorizer. */
export function prepared() {
  if (data) return data;
  const folder = mkdtempSync(join(tmpdir(), "imdb-bench-train-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  peer("prepare", requireTool("archive"), folder);
  const bytes = (name: string) => {
    const file = readFileSync(join(folder, name));
    return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
  };
  const [rows, cols] = new Uint32Array(bytes("shape"));
  const X = {
    rows: rows!,
    cols: cols!,
    indptr: new Uint32Array(bytes("indptr")),
    indices: new Uint32Array(bytes("indices")),
    values: new Float32Array(bytes("values")),
  };
  data = { folder, X, y: { role: "train", classes: ["neg", "pos"], codes: new Int32Array(bytes("codes")) } };
  return data;
}

/** Both fit to the same objective: whichever is behind by more than 1e-6 has not done the work. */
function equalObjective(
  solver: "liblinear" | "liblinear-dual" | "lbfgs",
  options: LogisticRegressionOptions,
  tol: string,
) {
  let ours = Number.NaN;
  return {
    async ours() {
      const { X, y } = prepared();
      const start = performance.now();
      const model = await logisticRegression(options).fit(X, y);
      const seconds = (performance.now() - start) / 1000;
      ours = model.report!.objective;
      return seconds;
    },
    async theirs() {
      const [objective, seconds] = peer("fit", prepared().folder, solver, tol) as [number, number];
      if (ours > objective * (1 + 1e-6)) {
        throw new Error(`Our ${solver} ended at ${ours}, scikit-learn's at ${objective}: not the same work.`);
      }
      return seconds;
    },
  };
}

/** Logistic regression, C = 10, on the 25,000 train reviews' 1–2-grams, to equal objective. */
export const entries: BenchEntry[] = [
  {
    id: "train.liblinear",
    peer: "scikit-learn 1.9 (liblinear)",
    unit: "s",
    needs: ["python", "archive"],
    ...equalObjective("liblinear", { solver: "liblinear", C: 10 }, "1e-4"),
  },
  {
    id: "train.liblinear.dual",
    peer: "scikit-learn 1.9 (liblinear, dual=True, tol 1e-4)",
    unit: "s",
    needs: ["python", "archive"],
    ...equalObjective("liblinear-dual", { solver: "liblinear", C: 10 }, "1e-4"),
  },
  {
    // The largest power of ten at which liblinear comes within 1e-6 of the optimum, as we do.
    id: "train.liblinear.dualLoose",
    peer: "scikit-learn 1.9 (liblinear, dual=True, tol 1e-2)",
    unit: "s",
    needs: ["python", "archive"],
    ...equalObjective("liblinear-dual", { solver: "liblinear", C: 10 }, "1e-2"),
  },
  {
    id: "train.lbfgs",
    peer: "scikit-learn 1.9 (lbfgs)",
    unit: "s",
    needs: ["python", "archive"],
    ...equalObjective("lbfgs", { solver: "lbfgs", C: 10, tol: 1e-5 }, "1e-5"),
  },
];
