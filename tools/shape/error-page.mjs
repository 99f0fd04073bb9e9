import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { blankComments } from "./imports.mjs";

const PAGE = "docs/error-codes.md";

/** The page of error codes lists every code of the sources, and no other. */
export function errorPage({ root, packages }) {
  if (!existsSync(join(root, PAGE))) return [];
  const listed = new Set(
    [...readFileSync(join(root, PAGE), "utf8").matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code]) => code),
  );
  const defined = new Set(
    packages
      .flatMap(({ sources }) => sources.filter(({ isTest }) => !isTest))
      .flatMap(({ text }) => [...blankComments(text).matchAll(/\bdefineError\(\s*"([A-Z0-9_]+)"/g)])
      .map(([, code]) => code),
  );
  const remedy = "run node tools/error-codes.mjs";
  return [
    ...[...defined]
      .filter((code) => !listed.has(code))
      .map((code) => `lacks the error code ${code}: ${remedy}`),
    ...[...listed]
      .filter((code) => !defined.has(code))
      .map((code) => `lists ${code}, which is gone: ${remedy}`),
  ].map((message) => ({ file: PAGE, line: 1, message }));
}
