import { bytes, int, ints, message, type Part, strings } from "./protobuf.js";

/**
 * The messages of an ONNX model, with the field numbers of `onnx.proto`.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export type AttributeValue = number | string | readonly number[] | readonly string[];

/** An operation of the graph. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** A plain number is an integer attribute. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** Element types by their numbers in `TensorProto.DataType`. */
export const ELEMENT = { float: 1, int64: 7, string: 8, boolean: 9, double: 11 } as const;

/** An input or output: its element type and its sizes. A text is the name of a variable size. */
export interface OnnxValue {
  readonly name: string;
  readonly element: number;
  readonly shape: readonly (number | string)[];
}

/** The contents of a model. */
export interface OnnxModel {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  /** Constants, encoded as `TensorProto`. */
  readonly constants: readonly Part[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes a model: IR version 8, operator sets 17 (ai.onnx) and 3 (ai.onnx.ml), which every runtime since 2022 reads. */
export function modelProto({ name, nodes, constants, inputs, outputs, metadata }: OnnxModel): Uint8Array {
  const graph = message(
    nodes.map((node) => bytes(1, nodeProto(node))),
    bytes(2, name),
    constants.map((constant) => bytes(5, constant)),
    inputs.map((value) => bytes(11, valueProto(value))),
    outputs.map((value) => bytes(12, valueProto(value))),
  );
  return message(
    int(1, 8),
    bytes(2, "@imdb/serve"),
    bytes(7, graph),
    bytes(8, message(bytes(1, ""), int(2, 17))),
    bytes(8, message(bytes(1, "ai.onnx.ml"), int(2, 3))),
    Object.entries(metadata).map(([key, value]) => bytes(14, message(bytes(1, key), bytes(2, value)))),
  );
}

/** A constant of numbers of 64 bits. */
export function doubleTensor(name: string, shape: readonly number[], values: Float64Array): Part {
  const raw = new Uint8Array(values.length * 8);
  const view = new DataView(raw.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i]!, true);
  return message(ints(1, shape), int(2, ELEMENT.double), bytes(8, name), bytes(9, raw));
}

/** A constant of whole numbers. An empty shape is that of one number. */
export function intTensor(name: string, shape: readonly number[], values: readonly number[]): Part {
  const raw = new Uint8Array(values.length * 8);
  const view = new DataView(raw.buffer);
  values.forEach((value, i) => {
    view.setBigInt64(i * 8, BigInt(value), true);
  });
  return message(ints(1, shape), int(2, ELEMENT.int64), bytes(8, name), bytes(9, raw));
}

/** A constant of texts. */
export function stringTensor(name: string, values: readonly string[]): Part {
  return message(ints(1, [values.length]), int(2, ELEMENT.string), strings(6, values), bytes(8, name));
}

function nodeProto({ op, inputs, output, attributes = {} }: OnnxNode): Part {
  return message(
    inputs.map((input) => bytes(1, input)),
    bytes(2, output),
    bytes(3, `${op}_${output}`),
    bytes(4, op),
    Object.entries(attributes).map(([name, value]) => bytes(5, attributeProto(name, value))),
    bytes(7, ""),
  );
}

function attributeProto(name: string, value: AttributeValue): Part {
  const attribute = (type: number, content: Part) => message(bytes(1, name), content, int(20, type));
  if (typeof value === "number") return attribute(2, int(3, value));
  if (typeof value === "string") return attribute(3, bytes(4, value));
  if (typeof value[0] === "string") return attribute(8, strings(9, value as string[]));
  return attribute(7, ints(8, value as number[]));
}

function valueProto({ name, element, shape }: OnnxValue): Part {
  const dims = shape.map((size) => bytes(1, typeof size === "number" ? int(1, size) : bytes(2, size)));
  const tensor = message(int(1, element), bytes(2, message(dims)));
  return message(bytes(1, name), bytes(2, bytes(1, tensor)));
}
