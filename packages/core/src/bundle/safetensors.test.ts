import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { ImdbError } from "../errors/imdb-error.js";
import { OURS } from "./golden/ours.js";
import python from "./golden/ours.json" with { type: "json" };
import { decodeSafetensors, encodeSafetensors, type Tensor } from "./safetensors.js";

const read = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url));

describe("safetensors, with the Python package (tools/parity/core/safetensors_files.py)", () => {
  test("its file is read: types, shapes, numbers, without metadata", () => {
    const tensors = decodeSafetensors(read("python.safetensors"));
    expect({ ...tensors }).toEqual({
      bytes: { shape: [3], data: Uint8Array.of(0, 1, 255) },
      coef: { shape: [2, 3], data: Float64Array.of(-1.5, 0, 2.25, 1e-300, 1e300, -0) },
      empty: { shape: [0, 3], data: new Float32Array() },
      idf: { shape: [3], data: Float32Array.of(1, 0.1, 3.4e38) },
      offsets: { shape: [2], data: Uint32Array.of(0, 4294967295) },
      scalar: { shape: [], data: Int32Array.of(-7) },
    });
  });

  test("our file is the one that it read, byte for byte, and it found our numbers", () => {
    expect(Buffer.from(encodeSafetensors(OURS)).equals(read("ours.safetensors"))).toBe(true);
    const names = {
      float32: "Float32Array",
      float64: "Float64Array",
      int32: "Int32Array",
      uint32: "Uint32Array",
      uint8: "Uint8Array",
    };
    const found = Object.fromEntries(
      Object.entries(python).map(([name, { dtype, shape, data }]) => [
        name,
        { type: names[dtype as keyof typeof names], shape, data },
      ]),
    );
    const written = Object.fromEntries(
      Object.entries(OURS).map(([name, { shape, data }]) => [
        name,
        { type: data.constructor.name, shape, data: Array.from(data) },
      ]),
    );
    expect(found).toEqual(written);
  });
});

const tensor: fc.Arbitrary<Tensor> = fc.oneof(
  fc.float32Array().map((data) => ({ shape: [data.length], data: Float32Array.from(data) })),
  fc.float64Array().map((data) => ({ shape: [1, data.length], data: Float64Array.from(data) })),
  fc.int32Array().map((data) => ({ shape: [data.length, 1], data: Int32Array.from(data) })),
  fc.uint32Array().map((data) => ({ shape: [data.length], data: Uint32Array.from(data) })),
  fc.uint8Array().map((data) => ({ shape: [data.length], data: Uint8Array.from(data) })),
);
const name = fc
  .string({ unit: "grapheme" })
  .filter((text) => text !== "__metadata__" && text !== "__proto__");
const tensors = fc.dictionary(name, tensor, { maxKeys: 6 });

describe("safetensors", () => {
  test("are read as they were written, from any offset of any buffer", () => {
    fc.assert(
      fc.property(tensors, fc.nat(16), (given, offset) => {
        const bytes = encodeSafetensors(given);
        const within = Buffer.alloc(bytes.length + offset + 3);
        within.set(bytes, offset);
        const read = decodeSafetensors(within.subarray(offset, offset + bytes.length));
        within.fill(0xff);
        expect({ ...read }).toEqual({ ...given });
      }),
    );
  });

  test("have the same bytes in any order of the names, every tensor at a multiple of its width", () => {
    fc.assert(
      fc.property(tensors, (given) => {
        const bytes = encodeSafetensors(given);
        expect(encodeSafetensors(Object.fromEntries(Object.entries(given).reverse()))).toEqual(bytes);
        const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
        expect(length % 8).toBe(0);
        const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
        for (const [key, { data_offsets }] of Object.entries<{ data_offsets: number[] }>(header)) {
          expect(data_offsets[0]! % given[key]!.data.BYTES_PER_ELEMENT).toBe(0);
        }
      }),
    );
  });

  test.each<[string, Record<string, Tensor>]>([
    ["a shape that is not the data's", { a: { shape: [3], data: new Float32Array(2) } }],
    ["a shape below zero", { a: { shape: [-1, -2], data: new Float32Array(2) } }],
    ["a name reserved by the format", { __metadata__: { shape: [0], data: new Float32Array() } }],
    ["numbers of another type", { a: { shape: [1], data: new Int16Array(1) as never } }],
    [
      "more names than a reader takes",
      Object.fromEntries(
        Array.from({ length: 20_000 }, (_, i) => [
          `a long name ${i}`,
          { shape: [0], data: new Uint8Array() },
        ]),
      ),
    ],
  ])("refuse to write %s", (_what, given) => {
    expect(() => encodeSafetensors(given)).toThrow(ImdbError);
  });

  test("any bytes are tensors or a typed error", () => {
    const bytes = encodeSafetensors({
      a: { shape: [2], data: Float32Array.of(1, 2) },
      b: { shape: [1], data: Uint8Array.of(3) },
    });
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(bytes.length),
        fc.nat(bytes.length),
        (noise, from, cut) => {
          for (const hostile of [noise, splice(bytes, from, noise), bytes.subarray(0, cut)]) {
            try {
              decodeSafetensors(hostile);
            } catch (error) {
              expect(ImdbError.isInstance(error), String(error)).toBe(true);
            }
          }
        },
      ),
      { numRuns: rounds(400, 4_000) },
    );
  });

  test.each<[string, unknown]>([
    ["an offset beyond the file", { a: { dtype: "F32", shape: [2], data_offsets: [0, 1e15] } }],
    ["a huge shape", { a: { dtype: "F32", shape: [2 ** 31, 2 ** 31], data_offsets: [0, 8] } }],
    [
      "overlap",
      {
        a: { dtype: "U8", shape: [8], data_offsets: [0, 8] },
        b: { dtype: "U8", shape: [8], data_offsets: [0, 8] },
      },
    ],
    ["a hole", { a: { dtype: "U8", shape: [4], data_offsets: [4, 8] } }],
    ["bytes of no tensor", { a: { dtype: "U8", shape: [4], data_offsets: [0, 4] } }],
    ["an unknown type", { a: { dtype: "F16", shape: [4], data_offsets: [0, 8] } }],
    ["offsets backwards", { a: { dtype: "U8", shape: [8], data_offsets: [8, 0] } }],
    ["a list", []],
    ["nothing", null],
    ["a prototype", JSON.parse('{"__proto__":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}')],
  ])("refuse a header with %s before anything is allocated", (_what, header) => {
    const json = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + json.length + 8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    expect(() => decodeSafetensors(bytes)).toThrow(ImdbError);
  });

  test("refuse a header that claims more than there is", () => {
    for (const claim of [1n << 62n, 2n ** 64n - 1n, 1n << 20n, 9n]) {
      const bytes = new Uint8Array(16);
      new DataView(bytes.buffer).setBigUint64(0, claim, true);
      expect(() => decodeSafetensors(bytes)).toThrow(`its header claims ${Number(claim)} bytes`);
    }
    expect(() => decodeSafetensors(new Uint8Array(7))).toThrow("it has 7 bytes, too few for a header");
    expect(() => decodeSafetensors(new Uint8Array(8))).toThrow("its header is not JSON");
  });

  test("have a header of at most 1 MiB, written and read", () => {
    const named = (length: number) => ({ ["x".repeat(length)]: { shape: [0], data: new Uint8Array() } });
    const rest = headerOf(encodeSafetensors(named(1))).trimEnd().length - 1;
    const longest = encodeSafetensors(named((1 << 20) - rest));
    expect(headerOf(longest)).toHaveLength(1 << 20);
    expect(Object.keys(decodeSafetensors(longest))).toEqual(["x".repeat((1 << 20) - rest)]);
    expect(() => encodeSafetensors(named((1 << 20) - rest + 1))).toThrow(
      `the header of its 1 tensors has ${(1 << 20) + 8} bytes`,
    );
    const longer = fileOf(headerOf(longest).padEnd((1 << 20) + 8));
    expect(() => decodeSafetensors(longer)).toThrow(`its header claims ${(1 << 20) + 8} bytes`);
  });

  test("have at most eight dimensions, written and read", () => {
    const dimensions = (count: number) => new Array<number>(count).fill(1);
    const of = (count: number) => ({ a: { shape: dimensions(count), data: Uint8Array.of(7) } });
    expect({ ...decodeSafetensors(encodeSafetensors(of(8))) }).toEqual(of(8));
    expect(() => encodeSafetensors(of(9))).toThrow(/of shape \[1(,1){8}\] with 1 numbers cannot be written/);
    const header = { a: { dtype: "U8", shape: dimensions(9), data_offsets: [0, 1] } };
    expect(() => decodeSafetensors(fileOf(JSON.stringify(header), 1))).toThrow(/its header is wrong/);
  });

  test("are refused with the file and what is wrong", () => {
    const refusal = (bytes: Uint8Array) => {
      try {
        decodeSafetensors(bytes, "other.safetensors");
      } catch (error) {
        if (ImdbError.isInstance(error)) return { ...(error.details as object), cause: error.cause };
      }
      return expect.fail("it was read");
    };
    const file = "other.safetensors";
    const tensor = (from: number, to: number) => ({
      dtype: "U8",
      shape: [to - from],
      data_offsets: [from, to],
    });
    expect(refusal(fileOf(JSON.stringify({ a: tensor(0, 4) }), 7))).toMatchObject({
      file,
      problem: "3 bytes belong to no tensor",
    });
    expect(refusal(fileOf(JSON.stringify({ ["y".repeat(90)]: tensor(1, 4) }), 4))).toMatchObject({
      file,
      problem: `tensor "${"y".repeat(80)}" does not lie where the header says`,
    });
    const latin1 = fileOf(JSON.stringify({ "\u00e9\u00e9": tensor(0, 4) }), 4);
    latin1[latin1.indexOf(0xc3)] = 0xe9;
    expect(refusal(latin1)).toMatchObject({
      file,
      problem: "its header is not JSON",
      cause: expect.any(Error),
    });
    for (const value of ['"text"', "3", "null", "[]", '{"a":3}']) {
      expect(refusal(fileOf(value))).toMatchObject({
        file,
        problem: expect.stringMatching(/^its header is wrong: ./),
      });
    }
    const empty = { shape: [0], data: new Uint8Array() };
    const proto = Object.defineProperty({}, "__proto__", { value: empty, enumerable: true });
    expect(() => encodeSafetensors(proto)).toThrow(
      'tensor "__proto__" of shape [0] with 0 numbers cannot be written',
    );
    const other = { a: { shape: [1], data: new Int16Array(1) as never } };
    expect(() => encodeSafetensors(other)).toThrow("a type that safetensors does not know");
  });
});

test("a name that is there twice is refused, as the format demands", () => {
  const entry = '{"dtype":"U8","shape":[1],"data_offsets":[0,1]}';
  for (const name of ["a", "\\u0061"]) {
    const header = `{"a":${entry},"${name}":${entry}}`;
    expect(() => decodeSafetensors(fileOf(header, 1))).toThrow('its header has "a" twice');
  }
});

function splice(bytes: Uint8Array, from: number, noise: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy.set(noise.subarray(0, copy.length - from), from);
  return copy;
}

/** A file with a header and some zeros behind it. */
function fileOf(header: string, zeros = 0): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + zeros);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

function headerOf(bytes: Uint8Array): string {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  return new TextDecoder().decode(bytes.subarray(8, 8 + length));
}
