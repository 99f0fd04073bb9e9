import { type EncodedPart, InvalidBundle, type TensorData } from "@imdb/core";

const TYPES = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;

/** The data of a one-dimensional tensor of the given type; throws `INVALID_BUNDLE` when it is not one. */
export function vector<N extends keyof typeof TYPES>(
  part: EncodedPart,
  name: string,
  type: N,
): InstanceType<(typeof TYPES)[N]> {
  const tensor = Object.hasOwn(part.tensors, name) ? part.tensors[name] : undefined;
  if (!tensor) throw invalid(`tensor ${name} is missing`);
  if (!(tensor.data instanceof TYPES[type]) || tensor.shape.length !== 1) {
    throw invalid(`tensor ${name} is not a vector of ${type}`);
  }
  return tensor.data as InstanceType<(typeof TYPES)[N]>;
}

/** A one-dimensional tensor. */
export function tensor(data: TensorData): { shape: readonly number[]; data: TensorData } {
  return { shape: [data.length], data };
}

/** Throws `INVALID_BUNDLE` unless a rule of the part holds. */
export function require(holds: boolean, problem: string): asserts holds {
  if (!holds) throw invalid(problem);
}

/** An `INVALID_BUNDLE` of a features part. */
export function invalid(problem: string, cause?: unknown): Error {
  return InvalidBundle.create({ problem: `features: ${problem}` }, { cause });
}
