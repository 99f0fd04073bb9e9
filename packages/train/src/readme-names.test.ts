import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as config from "./config/index.js";
import * as everything from "./index.js";
import * as onNode from "./node/index.js";

test("all functions in the table of the README can be imported", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const table = readme.slice(
    readme.indexOf("## What is in it"),
    readme.indexOf("Precision, recall, F1, average precision"),
  );
  const named = [...table.matchAll(/`([a-z][A-Za-z]+)(?:\([^`]*)?`/g)].map((match) => match[1]!);
  // Solvers and methods stand there too.
  const others = new Set(["liblinear", "lbfgs", "partialFit"]);
  const found = { ...everything, ...config, ...onNode };
  const missing = named.filter((name) => !(name in found) && !others.has(name));
  expect(named.length).toBeGreaterThan(30);
  expect(missing).toEqual([]);
});
