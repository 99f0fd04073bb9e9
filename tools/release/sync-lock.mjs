// Brings package-lock.json up to the versions that `changeset version` wrote.
import { spawnSync } from "node:child_process";
import { ROOT } from "./pack.mjs";

const args = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];
process.exitCode = spawnSync("npm", args, { cwd: ROOT, stdio: "inherit" }).status ?? 1;
