import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compileWat, sourceOf } from "../../../tools/wat.mjs";

const sources = fileURLToPath(new URL(".", import.meta.url));
const texts = (readdirSync(sources, { recursive: true }) as string[]).filter((file) => file.endsWith(".wat"));

test.each(texts)("the module is what %s says", async (file) => {
  const path = join(sources, file);
  const source = readFileSync(path.replace(/\.wat$/, ".wasm.ts"), "utf8");
  expect(source).toBe(sourceOf(path, await compileWat(path)));
});

test("there are modules to look at", () => {
  expect(texts.length).toBeGreaterThan(3);
});
