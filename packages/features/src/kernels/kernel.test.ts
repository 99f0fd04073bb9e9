import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMPILED, compileKernels, sourceDigest } from "../../../../tools/kernels/compile.mjs";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { createKernel } from "./kernel.js";
import { allocateBytes, copyArray, nullWithoutMemory } from "./kernel-memory.js";

const compiler = toolFor("assemblyscript", "the compiled kernels equal a fresh compilation");

test("the module was compiled from the sources as they are", () => {
  expect(readFileSync(COMPILED, "utf8")).toContain(`// Sources: ${sourceDigest()}\n`);
});

test.skipIf(!compiler)("the module equals a fresh compilation, byte for byte", { timeout: 120_000 }, () => {
  expect(compileKernels()).toBe(readFileSync(COMPILED, "utf8"));
});

test("memory grows as it is allocated, and what is copied there stays", () => {
  const kernel = createKernel()!;
  const first = copyArray(kernel, Uint32Array.of(1, 2, 3));
  const second = allocateBytes(kernel, 10_000_000);
  const third = copyArray(kernel, Float64Array.of(0.5));
  expect([first % 64, second - first, third - second]).toEqual([0, 64, 10_000_000 + 0]);
  expect([...new Uint32Array(kernel.memory.buffer, first, 3)]).toEqual([1, 2, 3]);
  expect(new Float64Array(kernel.memory.buffer, third, 1)[0]).toBe(0.5);
});

test("more memory than there can be is a RangeError, and null to callers that do without a kernel", () => {
  const kernel = createKernel()!;
  for (const bytes of [2 ** 32 - 2 ** 20, 2 ** 32, 2 ** 40]) {
    expect(() => allocateBytes(kernel, bytes)).toThrow(RangeError);
    expect(nullWithoutMemory(() => allocateBytes(kernel, bytes))).toBeNull();
  }
  expect(allocateBytes(kernel, 8)).toBeGreaterThan(0);
});
