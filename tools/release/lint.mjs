import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { ROOT } from "./pack.mjs";

/** What publint says of a tarball, suggestions included. */
export async function publintProblems({ name, tarball }) {
  const bytes = await readFile(tarball);
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: data }, level: "suggestion", strict: true });
  return messages.map((message) => `${name}: publint: ${formatMessage(message, pkg)}`);
}

/**
 * The entry of a package's threads is left out: attw would say that it has no types and is an ES module alone. Both are
 * meant. It is a script, which exports nothing, and which a thread runs or a bundler is pointed at; one file in one
 * format can be copied beside a bundle of either format, because `.mjs` is a module wherever it is put.
 */
const WORKER = ["--exclude-entrypoints", "./worker"];

/**
 * What `@arethetypeswrong/cli` says of a tarball under node10, node16 (from ESM and from CommonJS) and bundler
 * resolution.
 */
export function attwProblems({ name, tarball, manifest }) {
  const bin = `${ROOT}node_modules/@arethetypeswrong/cli/dist/index.js`;
  const args = [bin, tarball, "--format", "ascii", "--no-emoji", "--no-color"];
  if (manifest.exports["./worker"]) args.push(...WORKER);
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve(error ? [`${name}: attw: ${stdout}${stderr}`] : []);
    });
  });
}
