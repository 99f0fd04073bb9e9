import { expect, test } from "vitest";
import { InvalidBundle, UnknownCodec } from "../errors/codes.js";
import type { Codec } from "./codec.js";
import { decodePart, encodePart } from "./coded-part.js";
import type { Part } from "./part.js";
import { vectorTensor } from "./part-tensors.js";

const weights = Float64Array.of(1, 2);
const plain: Part = { kind: "plain", version: 2, params: { a: 1 }, tensors: { w: vectorTensor(weights) } };
const plainCodec: Codec<{ kind: "plain" }> = {
  kind: "plain",
  version: 2,
  tensors: ["w"],
  encode: () => ({ params: plain.params, tensors: plain.tensors }),
  decode: ({ params, tensors }, version) =>
    ({ kind: "plain", params, tensors, version }) as { kind: "plain" },
};

function decode(change: Record<string, unknown>, codec: Partial<Codec> = {}): unknown {
  return decodePart({ ...plain, ...change } as Part, [{ ...plainCodec, ...codec } as Codec]);
}

function problemOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (InvalidBundle.is(error)) return error.details.problem;
    throw error;
  }
  throw new Error("it was accepted");
}

test("a part holds the kind and version of its codec, and what the codec wrote", () => {
  expect(encodePart({ kind: "plain" }, [plainCodec])).toEqual(plain);
});

test("a codec gets the parameters, the tensors and the version of the part", () => {
  expect(decode({ version: 1 })).toEqual({
    kind: "plain",
    params: plain.params,
    tensors: plain.tensors,
    version: 1,
  });
});

test("of several codecs the one of the kind is taken; without one the error lists those that there are", () => {
  const other: Codec = { ...plainCodec, kind: "other", decode: () => "other" };
  expect(decodePart({ ...plain, kind: "other" }, [plainCodec, other])).toBe("other");
  for (const work of [
    () => encodePart({ kind: "none" }, [plainCodec, other]),
    () => decodePart({ ...plain, kind: "none" }, [plainCodec, other]),
  ]) {
    expect(work).toThrow(expect.objectContaining({ code: UnknownCodec.code }));
    expect(work).toThrow(expect.objectContaining({ details: { kind: "none", known: ["plain", "other"] } }));
  }
});

test.each([
  ["no kind", { kind: undefined }, "its part names no kind"],
  ["a number as kind", { kind: 7 }, "its part names no kind"],
  ["a list as kind", { kind: ["plain"] }, "its part names no kind"],
  ["a kind of 201 characters", { kind: "k".repeat(201) }, "its part names no kind"],
  ["a part with a name", { name: "model", kind: 7 }, "its model names no kind"],
  ["version 0", { version: 0 }, "its part (plain): its version is no whole number from 1"],
  ["version −1", { version: -1 }, "its part (plain): its version is no whole number from 1"],
  ["version 1.5", { version: 1.5 }, "its part (plain): its version is no whole number from 1"],
  ["a version that is text", { version: "1" }, "its part (plain): its version is no whole number from 1"],
  ["a newer version", { version: 3 }, "its part (plain): it has version 3, this library reads up to 2"],
  ["no parameters", { params: undefined }, "its part (plain): it has no parameters or no tensors"],
  ["parameters null", { params: null }, "its part (plain): it has no parameters or no tensors"],
  ["parameters in a list", { params: [] }, "its part (plain): it has no parameters or no tensors"],
  ["parameters that are text", { params: "a" }, "its part (plain): it has no parameters or no tensors"],
  ["no tensors", { tensors: undefined }, "its part (plain): it has no parameters or no tensors"],
  ["tensors in a list", { tensors: [] }, "its part (plain): it has no parameters or no tensors"],
  ["a tensor that is none", { tensors: { w: 1 } }, "its part (plain): tensor w is none"],
  [
    "a long name of one that is none",
    { tensors: { ["w".repeat(81)]: 1 } },
    `tensor ${"w".repeat(80)} is none`,
  ],
  [
    "a tensor that the codec does not write",
    { tensors: { ...plain.tensors, v: vectorTensor(weights) } },
    'its part (plain): the tensor "v" belongs to no part',
  ],
])("%s is refused", (_, change, problem) => {
  expect(problemOf(() => decode(change))).toContain(problem);
});

test("a kind of 200 characters is looked up among the codecs", () => {
  expect(() => decode({ kind: "k".repeat(200) })).toThrow(
    expect.objectContaining({ code: UnknownCodec.code }),
  );
});

test("a codec that lists no tensors gets all of them", () => {
  const tensors = { v: vectorTensor(weights) };
  const { tensors: _, ...open } = plainCodec;
  expect(decodePart({ ...plain, tensors }, [open])).toMatchObject({ tensors });
});

test("what a codec throws names the part: its own error is kept as the cause", () => {
  const broken = new RangeError("too long");
  const raw = catchError(() => decode({}, { decode: () => raise(broken) }));
  expect(raw).toMatchObject({ cause: broken, details: { problem: expect.stringContaining("too long") } });
  expect(raw.message).toContain("its part (plain) cannot be read");
  const invalid = InvalidBundle.create({ file: "a.json", problem: "an odd value" });
  const located = catchError(() => decode({}, { decode: () => raise(invalid) }));
  expect(located).toMatchObject({
    cause: invalid,
    details: { file: "a.json", problem: "its part (plain): an odd value" },
  });
  const typed = UnknownCodec.create({ kind: "inner", known: [] });
  expect(catchError(() => decode({}, { decode: () => raise(typed) }))).toBe(typed);
});

test("parts may lie eight deep, in both directions, and the limit holds again after a refusal", () => {
  const chain: Codec<{ kind: "chain"; inner?: unknown }> = {
    kind: "chain",
    version: 1,
    encode: ({ inner }) => ({
      params: { inner: inner === undefined ? null : (encodePart(inner as never, [chain]) as never) },
      tensors: {},
    }),
    decode: ({ params }) => ({
      kind: "chain",
      ...(params["inner"] === null ? {} : { inner: decodePart(params["inner"] as never, [chain]) }),
    }),
  };
  const partOf = (depth: number): Part => ({
    kind: "chain",
    version: 1,
    params: { inner: depth === 1 ? null : (partOf(depth - 1) as never) },
    tensors: {},
  });
  const objectOf = (depth: number): { kind: "chain"; inner?: unknown } =>
    depth === 1 ? { kind: "chain" } : { kind: "chain", inner: objectOf(depth - 1) };
  for (let round = 0; round < 2; round++) {
    expect(decodePart(partOf(8), [chain])).toEqual(objectOf(8));
    expect(encodePart(objectOf(8), [chain])).toEqual(partOf(8));
    expect(problemOf(() => decodePart(partOf(9), [chain]))).toContain("more than 8 parts are nested");
    expect(problemOf(() => encodePart(objectOf(9), [chain]))).toContain("more than 8 parts are nested");
  }
});

function catchError(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

function raise(error: Error): never {
  throw error;
}
