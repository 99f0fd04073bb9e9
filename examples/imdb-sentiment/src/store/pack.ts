import { decodeSafetensors, encodeSafetensors, type Tensor } from "@imdb/core";

/** JSON and tensors, as a kept result holds them. */
export interface Packed {
  readonly head: unknown;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

const LENGTH_BYTES = 4;

/** The length of the JSON, the JSON, and the tensors as safetensors. */
export function pack({ head, tensors }: Packed): Uint8Array {
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json, encodeSafetensors(tensors)]);
}

/** Takes apart what {@link pack} made; the head is to be validated. Throws when the bytes are of another form. */
export function unpack(bytes: Uint8Array): Packed {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = LENGTH_BYTES + buffer.readUInt32LE();
  const head = JSON.parse(buffer.toString("utf8", LENGTH_BYTES, end)) as unknown;
  // A copy: tensors are views, and have to be aligned.
  return { head, tensors: decodeSafetensors(Uint8Array.from(buffer.subarray(end))) };
}
