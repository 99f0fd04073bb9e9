import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSplit, encodeBundle, labelsOf } from "@imdb/core";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { saveBundle } from "@imdb/runtime/bundles";
import { logisticRegression, trainCodecs } from "@imdb/train";
import { requireTool } from "../../../tools/optional/tools.mjs";

/** The script of the peers. */
export const PEERS: string = fileURLToPath(new URL("./peers.py", import.meta.url));

/** The interpreter that has the peers. */
export function python(): string {
  return requireTool("peers");
}

/** A folder with the test reviews, our bundle and the peers' models, all trained on the same reviews. */
export async function prepared(): Promise<string> {
  const archive = requireTool("archive");
  const key = createHash("sha256").update(archive).update(readFileSync(PEERS)).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `imdb-serve-bench-${key}`);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh);
  execFileSync(python(), [PEERS, "prepare", archive, fresh], { stdio: "inherit" });
  await train(fresh);
  renameSync(fresh, folder);
  return folder;
}

/** The 50,000 labelled reviews as one CSV file, twice, so that starting threads is little of the whole. */
export function manyReviews(folder: string): string {
  const path = join(folder, "many.csv");
  if (existsSync(path)) return path;
  const rows = [...rowsOf(folder, "train"), ...rowsOf(folder, "test")];
  const lines = [...rows, ...rows].map(({ text }, id) => `${id},"${text.replaceAll('"', '""')}"\n`);
  writeFileSync(`${path}.part`, `id,text\n${lines.join("")}`);
  renameSync(`${path}.part`, path);
  return path;
}

/** Test texts. */
export function testTexts(folder: string): string[] {
  return rowsOf(folder, "test").map((row) => row.text);
}

async function train(folder: string): Promise<void> {
  const split = createSplit("train", rowsOf(folder, "train"), `sha256:${"0".repeat(64)}`);
  const options = { ngramRange: [1, 2], sublinearTf: true, minDf: 2 } as const;
  const { vectorizer, matrix } = await tfidfVectorizer(options).fitTransform(split.texts);
  const classifier = await logisticRegression({ C: 10, solver: "liblinear" }).fit(matrix, labelsOf(split));
  const info = {
    name: "imdb-sentiment",
    trainingData: { version: split.version, documents: split.texts.length, source: "aclImdb" },
    metrics: {},
    seed: 0,
    libraries: {},
  };
  const files = encodeBundle({ vectorizer, classifier }, info, [...featureCodecs, ...trainCodecs]);
  await saveBundle(files, join(folder, "bundle"));
}

function rowsOf(folder: string, split: string) {
  const lines = readFileSync(join(folder, "texts.jsonl"), "utf8").trim().split("\n");
  return lines
    .map((line) => JSON.parse(line) as { split: string; id: string; label: string; text: string })
    .filter((row) => row.split === split);
}
