import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { createPipeline, officialSplit, readAclImdb } from "@imdb/data-pipeline";
import { requireTool } from "../../../tools/optional/tools.mjs";

const script = fileURLToPath(new URL("./process.py", import.meta.url));
const archive = () => requireTool("archive");

/** Seconds from the archive to a checked, near-deduplicated, split and hashed dataset. */
async function ours(): Promise<number> {
  const start = performance.now();
  const dataset = await createPipeline({ split: officialSplit() }).process(readAclImdb(archive()));
  const seconds = (performance.now() - start) / 1_000;
  if (dataset.manifest.counts.read !== 100_000) throw new Error(`${dataset.manifest.counts.read} documents`);
  return seconds;
}

async function theirs(): Promise<number> {
  const python = requireTool("peers");
  const stdio = ["ignore", "pipe", "ignore"] as const;
  const output = execFileSync(python, [script, archive()], { encoding: "utf8", stdio: [...stdio] });
  return Number(output.trim().split("\n").at(-1));
}

/** The whole archive, 100,000 documents: read, clean, validate, find near duplicates, check, split, hash. */
export const entries: BenchEntry[] = [
  {
    id: "pipeline.process",
    peer: "pandas + scikit-learn",
    unit: "s",
    needs: ["python", "archive"],
    ours,
    theirs,
  },
];
