import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { requireTool } from "../../../tools/optional/tools.mjs";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const script = fileURLToPath(new URL("./job_full.py", import.meta.url));

/** The main job on the real archive against the same steps with pandas and scikit-learn. */
export const entries: BenchEntry[] = [
  {
    id: "job.full",
    peer: "scikit-learn + pandas",
    unit: "s",
    needs: ["python", "archive"],
    async ours() {
      const folder = mkdtempSync(join(tmpdir(), "imdb-bench-"));
      const summary = join(folder, "summary.json");
      const where = ["out", "runs", "results"].flatMap((name) => [`--${name}`, join(folder, name)]);
      try {
        execFileSync(process.execPath, [
          // As `npm start` runs it.
          "--max-semi-space-size=64",
          main,
          "--data",
          archive(),
          "--summary",
          summary,
          "--fresh",
          ...where,
        ]);
        return (JSON.parse(readFileSync(summary, "utf8")) as { seconds: number }).seconds;
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    async theirs() {
      const output = execFileSync(requireTool("peers"), [script, archive()], {
        encoding: "utf8",
      });
      return (JSON.parse(output) as { seconds: number }).seconds;
    },
  },
];

function archive(): string {
  return requireTool("archive");
}
