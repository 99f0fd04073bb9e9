import { assertArgument, assertObject } from "../errors/assert-argument.js";
import { InvalidBundle } from "../errors/codes.js";
import type { EncodedPart } from "./codec.js";
import type { Tensor, TensorData } from "./safetensors.js";

const TYPES = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;

/** Throws `INVALID_BUNDLE` with the problem unless the condition holds. */
export function assertPart(holds: boolean, problem: string): asserts holds {
  if (!holds) throw InvalidBundle.create({ problem });
}

/** Throws `INVALID_BUNDLE` when a tensor belongs to no part. @param tensor  Its name, if there is one. */
export function assertNoStray(tensor: string | undefined): void {
  assertPart(tensor === undefined, `the tensor ${JSON.stringify(tensor?.slice(0, 80))} belongs to no part`);
}

/** A tensor of one dimension. */
export function vectorTensor(data: TensorData): Tensor {
  assertArgument("data", data, "a typed array", ArrayBuffer.isView(data));
  return { shape: [data.length], data };
}

/**
 * The numbers of a tensor that a codec reads.
 *
 * @param shape  Default: one dimension of any length.
 * @throws `INVALID_BUNDLE` when it is missing, or of another type or shape.
 */
export function tensorData<N extends keyof typeof TYPES>(
  part: Pick<EncodedPart, "tensors">,
  name: string,
  type: N,
  shape?: readonly number[],
): InstanceType<(typeof TYPES)[N]> {
  assertObject("part", part, "an encoded part");
  const { tensors } = part;
  assertObject("part.tensors", tensors, "tensors by name");
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  assertPart(tensor !== undefined, `tensor ${name} is missing`);
  const { data, shape: actual } = tensor;
  const expected = shape ?? [data.length];
  const fits = actual.length === expected.length && actual.every((size, axis) => size === expected[axis]);
  const what = shape ? `of the shape ${shape.join(" × ")}` : "a vector";
  assertPart(data instanceof TYPES[type] && fits, `tensor ${name} is not ${what} of ${type}`);
  return data as InstanceType<(typeof TYPES)[N]>;
}

/** {@link tensorData} of 64-bit numbers. Refuses NaN and infinities too. */
export function finiteNumbers(
  part: Pick<EncodedPart, "tensors">,
  name: string,
  shape?: readonly number[],
): Float64Array {
  const data = tensorData(part, name, "Float64Array", shape);
  for (let i = 0; i < data.length; i++) {
    // The message is made only when it is needed: to write a million numbers as text takes a tenth of a second.
    if (!Number.isFinite(data[i])) assertPart(false, `tensor ${name} holds ${data[i]}`);
  }
  return data;
}

/** Whether a value is a tensor that a bundle can contain. */
export function isTensor(value: unknown): value is Tensor {
  const { shape, data } = Object(value) as Partial<Tensor>;
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  const isData = Object.values(TYPES).some((type) => data instanceof type);
  return isShape && isData && shape.reduce((product: number, size) => product * size, 1) === data!.length;
}
