import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { requireTool } from "../../../tools/optional/tools.mjs";

const SCRIPT = fileURLToPath(new URL("fit.py", import.meta.url));

/** Runs the scikit-learn side and returns the numbers it printed, one a line. */
export function peer(...args: string[]): number[] {
  const python = requireTool("peers");
  const output = execFileSync(python, [SCRIPT, ...args], { encoding: "utf8" });
  return output.trim().split("\n").filter(Boolean).map(Number);
}
