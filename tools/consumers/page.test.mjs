// The code on the page "In your project" is code that the cells run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CELLS } from "./cells.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const page = read("docs/in-your-project.md");

test("each block that names a file is a part of that file", () => {
  const blocks = [...page.matchAll(/<!-- from (\S+) -->\n+```\w*\n([\s\S]*?)\n```/g)];
  assert.ok(blocks.length >= 8);
  for (const [, path, code] of blocks)
    assert.ok(read(path).includes(code), `${path} does not contain:\n${code}`);
});

test("no block of code is without a file, but for shell commands, what they print, and the program that check-docs runs", () => {
  const unnamed = [...page.matchAll(/(?<!-->\n+)^```(?!sh\b|text\b|ts\n|$)(\w+)/gm)].map(
    ([, language]) => language,
  );
  assert.deepEqual(unnamed, []);
});

test("the five of every run are cells", async () => {
  const { USUAL } = await import("./cells.mjs");
  for (const name of USUAL) assert.ok(name in CELLS, name);
});
