// `npm run count-lines [revision]`: lines in packages/ that are not tests, of the files as they are or of a commit:
// TypeScript, AssemblyScript and WebAssembly text, with test material wherever it lies, without `*.test.ts`. Prints
// for each package and in total all lines, and those that are neither blank nor only comment.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { blankComments } from "./shape/imports.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [revision] = process.argv.slice(2);

const totals = new Map();
for (const file of listed().filter(isCounted)) {
  const text = revision ? git("show", `${revision}:${file}`) : readFileSync(root + file, "utf8");
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  const code = withoutComments(file, text)
    .split("\n")
    .filter((line) => line.trim() !== "").length;
  for (const name of [file.split("/")[1], "total"]) {
    const total = totals.get(name) ?? totals.set(name, { files: 0, lines: 0, code: 0 }).get(name);
    total.files++;
    total.lines += lines;
    total.code += code;
  }
}
const total = totals.get("total");
totals.delete("total");
print("package", "files", "lines", "of code");
for (const [name, counts] of [...totals].sort()) print(name, counts.files, counts.lines, counts.code);
print("total", total.files, total.lines, total.code);

function listed() {
  const list = revision
    ? git("ls-tree", "-r", "-z", "--name-only", revision, "packages/")
    : git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "packages/");
  return list.split("\0").filter((file) => file !== "" && (revision || existsSync(root + file)));
}

function isCounted(file) {
  return /\.(?:ts|mts|cts|tsx|wat)$/.test(file) && !/\.test\.ts$/.test(file);
}

function withoutComments(file, text) {
  if (!file.endsWith(".wat")) return blankComments(text);
  return text.replace(/\(;[\s\S]*?;\)/g, (comment) => comment.replace(/[^\n]/g, "")).replace(/;;.*$/gm, "");
}

function git(...args) {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
}

function print(name, ...counts) {
  console.log(`${String(name).padEnd(16)}${counts.map((count) => String(count).padStart(9)).join("")}`);
}
