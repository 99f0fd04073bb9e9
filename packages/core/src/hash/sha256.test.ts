import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { sha256 } from "./sha256.js";

afterEach(() => vi.unstubAllGlobals());

// The Edge runtime of Next has a process whose getBuiltinModule throws.
test.each<[where: string, process: unknown]>([
  ["in Node", process],
  ["without a process", undefined],
  ["where getBuiltinModule is missing", {}],
  ["where it has no such module", { getBuiltinModule: () => undefined }],
  [
    "where it throws",
    {
      getBuiltinModule: () => {
        throw new Error("not supported here");
      },
    },
  ],
])("SHA-256 %s", (_, given) => {
  const bytes = new TextEncoder().encode("A great film.".repeat(100));
  const expected = createHash("sha256").update(bytes).digest("hex");
  vi.stubGlobal("process", given);
  const found = sha256(bytes);
  vi.unstubAllGlobals();
  expect(Buffer.from(found).toString("hex")).toBe(expected);
});
