import * as z from "zod/mini";
import { assertArgument, assertBytes } from "../errors/assert-argument.js";
import { InvalidBundle } from "../errors/codes.js";
import { safeParseWith } from "../errors/safe-parse-with.js";
import { byName } from "../hash/by-name.js";
import { canonicalJson } from "../hash/canonical-json.js";
import { doubledName } from "../limits/json-names.js";

/** The typed arrays that a bundle can contain. */
export type TensorData = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** A tensor: its shape and its numbers in row-major order. */
export interface Tensor {
  /** Length of each dimension; `[]` for a single number. */
  readonly shape: readonly number[];
  /** Its length is the product of the shape. */
  readonly data: TensorData;
}

const TYPES = {
  U8: Uint8Array,
  I32: Int32Array,
  U32: Uint32Array,
  F32: Float32Array,
  F64: Float64Array,
} as const;
type DType = keyof typeof TYPES;

const HEADER_LIMIT = 1 << 20;
/** The only name in a header that is not that of a tensor: free text about the file. */
const METADATA = "__metadata__";
const count = z.int().check(z.minimum(0));
const headerSchema = byName(
  z.strictObject({
    dtype: z.literal(["U8", "I32", "U32", "F32", "F64"]),
    shape: z.array(count).check(z.maxLength(8)),
    data_offsets: z.array(count).check(z.minLength(2), z.maxLength(2)) as unknown as z.ZodMiniType<
      [number, number]
    >,
  }),
);

/**
 * Writes tensors in the safetensors format: 8 bytes with the length of the header, a JSON header, the numbers. The
 * tensors with the widest numbers come first and names are sorted. So every tensor starts at a multiple of its width,
 * and the same tensors have the same bytes.
 *
 * @throws `INVALID_BUNDLE` for a shape that does not fit the data, a name that the format reserves, and a header over
 *         1 MiB, which {@link decodeSafetensors} would refuse; `INVALID_OPTION` for what is no tensor.
 * @see The safetensors format, https://huggingface.co/docs/safetensors
 */
export function encodeSafetensors(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  assertArgument("tensors", tensors, "tensors by name", isRecord(tensors));
  for (const name of Object.keys(tensors)) {
    const tensor = tensors[name];
    assertArgument(`tensors.${name}`, tensor, "a tensor: its shape and its data", isTensor(tensor));
  }
  const names = Object.keys(tensors).sort(
    (a, b) => rank(tensors[a]!) - rank(tensors[b]!) || (a < b ? -1 : 1),
  );
  const entries: Record<string, unknown> = Object.create(null);
  let size = 0;
  for (const name of names) {
    const { shape, data } = tensors[name]!;
    assertWritable(name, shape, data);
    entries[name] = { dtype: dtypeOf(data), shape: [...shape], data_offsets: [size, size + data.byteLength] };
    size += data.byteLength;
  }
  const json = canonicalJson(entries);
  const raw = new TextEncoder().encode(json);
  const headerLength = Math.ceil(raw.length / 8) * 8;
  if (headerLength > HEADER_LIMIT) {
    throw InvalidBundle.create({
      problem: `the header of its ${names.length} tensors has ${headerLength} bytes`,
    });
  }
  const bytes = new Uint8Array(8 + headerLength + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(raw, 8);
  let at = 8 + headerLength;
  for (const name of names) {
    const { data } = tensors[name]!;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads tensors. Every size and offset is checked against the length of the file first, so that a hostile header cannot
 * cause a large allocation. The numbers are copies and do not depend on `bytes`. Files of other writers can be read if
 * they contain no other type of number.
 *
 * @throws `INVALID_BUNDLE`
 */
export function decodeSafetensors(bytes: Uint8Array, file = "model.safetensors"): Record<string, Tensor> {
  assertBytes("bytes", bytes);
  const fail = (problem: string) => InvalidBundle.create({ file, problem });
  if (bytes.length < 8) throw fail(`it has ${bytes.length} bytes, too few for a header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > HEADER_LIMIT || 8 + headerLength > bytes.length) {
    throw fail(`its header claims ${headerLength} bytes`);
  }
  const header = parseHeader(bytes.subarray(8, 8 + headerLength), fail);
  const body = bytes.subarray(8 + headerLength);
  const tensors: Record<string, Tensor> = Object.create(null);
  let end = 0;
  const inOrder = Object.entries(header).sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  for (const [name, { dtype, shape, data_offsets: at }] of inOrder) {
    const type = TYPES[dtype];
    const count = shape.reduce((product, n) => product * n, 1);
    if (at[0] !== end || at[1] - at[0] !== count * type.BYTES_PER_ELEMENT || at[1] > body.length) {
      throw fail(`tensor ${JSON.stringify(name.slice(0, 80))} does not lie where the header says`);
    }
    end = at[1];
    // The slice of a Buffer is a view of a larger buffer; that of a Uint8Array is a copy.
    const copy = Uint8Array.prototype.slice.call(body, at[0], at[1]);
    tensors[name] = { shape, data: new type(copy.buffer) };
  }
  if (end !== body.length) throw fail(`${body.length - end} bytes belong to no tensor`);
  return tensors;
}

function parseHeader(raw: Uint8Array, fail: (problem: string) => Error): z.infer<typeof headerSchema> {
  let value: unknown;
  let doubled: string | undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(raw);
    value = JSON.parse(text);
    // The format forbids it: readers would differ in which of the two they take.
    doubled = doubledName(text);
  } catch (cause) {
    throw Object.assign(fail("its header is not JSON"), { cause });
  }
  if (doubled !== undefined) throw fail(`its header has ${JSON.stringify(doubled.slice(0, 80))} twice`);
  if (typeof value === "object" && value !== null && Object.hasOwn(value, METADATA)) {
    const { [METADATA]: _metadata, ...tensors } = value as Record<string, unknown>;
    value = tensors;
  }
  const parsed = safeParseWith(headerSchema, value);
  if (!parsed.success) throw fail(`its header is wrong: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTensor(value: unknown): boolean {
  const { shape, data } = Object(value);
  return Array.isArray(shape) && ArrayBuffer.isView(data);
}

function assertWritable(name: string, shape: readonly number[], data: TensorData): void {
  const count = shape.reduce((product, n) => product * n, 1);
  const whole = shape.length <= 8 && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (whole && count === data.length && name !== METADATA && name !== "__proto__") return;
  const problem = `tensor ${JSON.stringify(name)} of shape [${shape}] with ${data.length} numbers cannot be written`;
  throw InvalidBundle.create({ problem });
}

function dtypeOf(data: TensorData): DType {
  for (const [name, type] of Object.entries(TYPES)) if (data instanceof type) return name as DType;
  throw InvalidBundle.create({ problem: "a tensor holds numbers of a type that safetensors does not know" });
}

/** The widest numbers have the lowest rank. */
function rank(tensor: Tensor): number {
  return -tensor.data.BYTES_PER_ELEMENT;
}
