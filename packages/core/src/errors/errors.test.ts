import { createRequire } from "node:module";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { manifestSchema } from "../bundle/manifest.js";
import * as here from "../index.js";
import {
  Cancelled,
  defineError,
  fromWire,
  httpStatus,
  ImdbError,
  InvalidOption,
  parseWith,
  toWire,
} from "../index.js";
import { callerStack } from "./caller-stack.js";

const BadRow = defineError("BAD_ROW", "input", (d: { row: number }) => ({
  message: `Row ${d.row} has no text.`,
  remedy: "Give it a text.",
}));

describe("errors", () => {
  test("have what is wrong, where, and what to do", () => {
    const error = BadRow.create({ row: 3 }, { cause: new Error("below") });
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe("Row 3 has no text.");
    expect(String(error)).toBe("Row 3 has no text. Give it a text. [BAD_ROW]");
    expect(error.details.row).toBe(3);
    expect((error.cause as Error).message).toBe("below");
    expect(BadRow.is(error)).toBe(true);
    expect(Cancelled.is(error)).toBe(false);
    expect(error.stack).toContain("errors.test");
  });

  test("end with one full stop when they end with a text from elsewhere", () => {
    const Failed = defineError("FAILED", "dependency", (d: { reason: string }) => ({
      message: `It failed: ${d.reason}.`,
      remedy: "",
    }));
    for (const [reason, message] of [
      ["no such host", "It failed: no such host."],
      ["No such host.", "It failed: No such host."],
      ["and so on..", "It failed: and so on..."],
    ]) {
      expect(Failed.create({ reason: reason! }).message).toBe(message);
    }
  });

  test("are distinguished from all other values", () => {
    for (const value of [
      null,
      undefined,
      1,
      "x",
      {},
      new Error("x"),
      { code: "BAD_ROW" },
      { name: "ImdbError" },
    ]) {
      expect(ImdbError.isInstance(value)).toBe(false);
      expect(BadRow.is(value)).toBe(false);
    }
  });

  test("show long and unusual values in a short form", () => {
    const show = (value: unknown) => InvalidOption.create({ option: "o", value, expected: "x" }).message;
    expect(show("x".repeat(1000)).length).toBeLessThan(140);
    expect(show(Object.create(null))).toContain("an object");
    expect(show([1, 2])).toContain("an array of 2");
    expect(show(Symbol("s"))).toContain("Symbol(s)");
    expect(show(undefined)).toContain("undefined");
  });

  test("have a status by kind", () => {
    expect((["input", "state", "dependency", "internal"] as const).map(httpStatus)).toEqual([
      400, 409, 503, 500,
    ]);
  });

  test("every definition of this package has its own code, in upper snake case", () => {
    const codes = Object.values(here).flatMap((value) =>
      typeof value === "object" && value !== null && "create" in value && "code" in value
        ? [value.code as string]
        : [],
    );
    expect(codes.length).toBeGreaterThan(10);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
  });

  test("a schema mismatch names every field", () => {
    expect(() => parseWith(manifestSchema, { schemaVersion: 2, labels: [1] }, "manifest.json")).toThrow(
      /manifest\.json is not valid: .*schemaVersion: .*labels\.0: /s,
    );
  });
});

describe("an error on the wire", () => {
  test("is the same error after JSON and after a structured clone", () => {
    const error = BadRow.create({ row: 3 });
    for (const carried of [JSON.parse(JSON.stringify(toWire(error))), structuredClone(toWire(error))]) {
      const back = fromWire(carried);
      expect(BadRow.is(back)).toBe(true);
      expect(String(back)).toBe(String(error));
      expect(back.details).toEqual({ row: 3 });
    }
  });

  test("is made of every thrown value without throwing", () => {
    const cycle: Record<string, unknown> = { n: 1n, nan: Number.NaN };
    cycle["self"] = cycle;
    const Odd = defineError("ODD", "input", (_d: Record<string, unknown>) => ({ message: "m", remedy: "r" }));
    expect(toWire(Odd.create(cycle)).details).toEqual({ n: "1", nan: "NaN", self: "(cycle)" });
    const shared = { a: 1 };
    expect(toWire(Odd.create({ x: shared, y: [shared, shared] })).details).toEqual({
      x: shared,
      y: [shared, shared],
    });
    const trap = Object.defineProperty({}, "x", { enumerable: true, get: () => assertNever() });
    expect(toWire(Odd.create(trap)).details).toEqual({ unreadable: "Error: read" });
    for (const thrown of [
      undefined,
      null,
      Object.create(null),
      Symbol("s"),
      "text",
      new TypeError("t"),
      () => {},
    ]) {
      expect(toWire(thrown)).toMatchObject({ code: "UNEXPECTED", kind: "internal" });
    }
    expect(toWire(new TypeError("t")).message).toBe("TypeError: t");
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(structuredClone(toWire(value)).code).toBe("UNEXPECTED");
      }),
    );
  });

  test("is refused when it is something else", () => {
    for (const wire of [null, {}, { code: 1 }, "x", { ...toWire(new Error("x")), kind: "other" }]) {
      expect(() => fromWire(wire)).toThrow(/An error received is not valid/);
    }
  });
});

describe("two copies of the package", () => {
  const require = createRequire(import.meta.url);
  let esm: typeof here;
  let cjs: typeof here;

  beforeAll(async () => {
    esm = await import(new URL("../../dist/index.js", import.meta.url).href);
    cjs = require("../../dist/index.cjs");
  });

  test("make errors whose stack starts at the code that throws them", () => {
    for (const copy of [here, esm, cjs]) {
      const caller = () => copy.Cancelled.create({ what: "Work" });
      expect(frames(caller())[0]).toMatch(/at caller .*errors\.test/);
      expect(caller().stack).toMatch(/^ImdbError: Work was cancelled\.\n/);
      expect(frames(thrownBy(() => copy.seededRandom(-1)))[0]).toMatch(/at (?:\w+\.)?seededRandom /);
      expect(frames(thrownBy(() => copy.contentHash(Number.NaN)))[0]).toMatch(/at write /);
    }
  });

  test("make such errors without Error.captureStackTrace too", () => {
    const capture = Error.captureStackTrace;
    const caller = () => here.Cancelled.create({ what: "Work" });
    // The test runner needs the function too: nothing is expected until it is back.
    Object.assign(Error, { captureStackTrace: undefined });
    const error = caller();
    Error.captureStackTrace = capture;
    expect(frames(error)[0]).toMatch(/at caller .*errors\.test/);
    expect(error.stack).toMatch(/^ImdbError: Work was cancelled\.\n/);
    const firefox = "startStackAtCaller@core.js:1:2\ncreate@core.js:3:4\nfit@model.js:5:6\n@main.js:7:8\n";
    expect(callerStack(firefox, "ImdbError: m")).toBe("fit@model.js:5:6\n@main.js:7:8\n");
    expect(callerStack(undefined, "ImdbError: m")).toBe("");
  });

  test("recognize each other's errors, where instanceof fails", () => {
    for (const copy of [esm, cjs]) {
      const theirs = copy.Cancelled.create({ what: "Work" });
      expect(theirs).not.toBeInstanceOf(ImdbError);
      expect(ImdbError.isInstance(theirs)).toBe(true);
      expect(Cancelled.is(theirs)).toBe(true);
      expect(copy.Cancelled.is(Cancelled.create({ what: "Work" }))).toBe(true);
      expect(toWire(theirs).code).toBe("CANCELLED");
    }
    expect(cjs.Cancelled.is(esm.Cancelled.create({ what: "Work" }))).toBe(true);
  });

  test("recognize each other's train texts", () => {
    expect(() => cjs.assertTrain(esm.withRole("train", ["a"]))).not.toThrow();
    expect(() => esm.assertTrain(cjs.withRole("test", ["a"]) as never)).toThrow(/Only a train split/);
  });
});

function frames(error: unknown): string[] {
  return (error as Error).stack!.split("\n").filter((line) => line.startsWith("    at "));
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

function assertNever(): never {
  throw new Error("read");
}
