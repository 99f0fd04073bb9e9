import { createHash } from "node:crypto";
import type { Codec } from "@imdb/core";
import * as z from "zod";
import { DamagedResult, UnstorableValue } from "../errors.js";
import { decodeValue } from "../value/decode-value.js";
import { type EncodedValue, encodeValue } from "../value/encode-value.js";
import { MAX_RESULT_BYTES } from "./result-store.js";

/** Writes and reads the results of a task that are more than plain data. */
export interface Serializer<T> {
  /** The name of the format. A stored result of another kind is computed again. */
  readonly kind: string;
  encode(value: T): Uint8Array | Promise<Uint8Array>;
  /** Must validate the bytes: they may be damaged or hostile. */
  decode(bytes: Uint8Array): T | Promise<T>;
}

/** How the results of a task are written: by its serializer, or as data that may hold fitted objects of the codecs. */
export interface ResultForm<T> {
  readonly serializer: Serializer<T> | undefined;
  readonly codecs: readonly Codec[];
}

const VALUE = "value/1";
const MAGIC = "imdb-flow-result 1\n";

/** What is left for the header, which has a name and a version. */
const MAX_HEADER_BYTES = 2 ** 20;

const headerSchema = z.object({
  task: z.string(),
  version: z.string(),
  serializer: z.string(),
  /** When the result was computed, in milliseconds since 1970. */
  createdAt: z.number(),
  head: z.number().int().nonnegative(),
  sha256: z.string(),
});

/** A result as text and bytes, by the task's serializer or as data. Throws `UNSTORABLE_VALUE`. */
export async function packResult<T>(value: T, { serializer, codecs }: ResultForm<T>): Promise<EncodedValue> {
  if (serializer) return { head: "", blobs: [await serializer.encode(value)] };
  return encodeValue(value, "inserted", codecs);
}

/**
 * The bytes that a store keeps: a line of JSON with the task, the format and a checksum, then the value.
 *
 * @throws `UNSTORABLE_VALUE`, also for a value of over 1 GiB.
 */
export async function encodeResult<T>(
  about: Pick<z.infer<typeof headerSchema>, "task" | "version" | "createdAt">,
  value: T,
  form: ResultForm<T>,
): Promise<Uint8Array> {
  const encoded = await packResult(value, form);
  const head = new TextEncoder().encode(encoded.head);
  const body = [head, ...encoded.blobs];
  const size = body.reduce((sum, part) => sum + part.byteLength, MAX_HEADER_BYTES);
  if (size > MAX_RESULT_BYTES) {
    const actual = `${size - MAX_HEADER_BYTES} bytes`;
    throw UnstorableValue.create({
      path: `The value of ${JSON.stringify(about.task)}`,
      value: `too large (${actual})`,
    });
  }
  const hash = createHash("sha256");
  for (const part of body) hash.update(part);
  const sha256 = hash.digest("hex");
  const header = { ...about, serializer: form.serializer?.kind ?? VALUE, head: head.length, sha256 };
  // One copy only: results may have hundreds of megabytes.
  return Buffer.concat([Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`), ...body]);
}

/**
 * Reads the header of a stored result and verifies its checksum. The value is decoded on demand.
 *
 * @throws `DAMAGED_RESULT` when the bytes are not those that were written.
 */
export function openResult<T>(key: string, bytes: Uint8Array, { serializer, codecs }: ResultForm<T>) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf("\n", MAGIC.length);
  const begins = buffer.subarray(0, MAGIC.length).toString("latin1") === MAGIC;
  if (!begins || end < 0) throw DamagedResult.create({ key, problem: "it has no header" });
  const header = orDamaged(key, () =>
    headerSchema.parse(JSON.parse(buffer.toString("utf8", MAGIC.length, end))),
  );
  const body = buffer.subarray(end + 1);
  const sha256 = createHash("sha256").update(body).digest("hex");
  if (sha256 !== header.sha256) throw DamagedResult.create({ key, problem: "its checksum is wrong" });
  return {
    header,
    /** Whether this task, with this serializer, can read it. */
    readable: header.serializer === (serializer?.kind ?? VALUE),
    value: async (): Promise<T> =>
      serializer
        ? serializer.decode(body)
        : orDamaged(key, () => {
            const head = body.toString("utf8", 0, header.head);
            return decodeValue(head, body.subarray(header.head), codecs) as T;
          }),
  };
}

function orDamaged<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw DamagedResult.create({ key, problem }, { cause });
  }
}
