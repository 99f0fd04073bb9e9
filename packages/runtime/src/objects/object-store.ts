import { InvalidOption } from "@imdb/core";
import { checkOption, rule } from "@imdb/core/options";

/** The content of an object that is written. */
export interface ObjectBody {
  /** In bytes. */
  readonly size: number;
  /** SHA-256 in hexadecimal. S3 verifies it; a folder and HTTP do not. */
  readonly sha256: string;
  /** Begins a new reading of the content. What it throws ends the writing, and nothing is stored. */
  open(): AsyncIterable<Uint8Array>;
}

/**
 * Named objects in one place. A name is one or more parts of letters, digits, `.`, `_` and `-`, with `/` between them, and
 * no part begins with a dot: it never leads out of its place. Every method throws `OBJECT_STORE_FAILURE`, and
 * `INVALID_OPTION` for another name.
 */
export interface ObjectStore {
  /** The place, for messages: without passwords, keys and queries. */
  readonly shown: string;
  /** Bytes of an object; undefined where there is none. */
  size(name: string, signal?: AbortSignal): Promise<number | undefined>;
  /** The bytes of an object, without the first `from` ones. */
  read(name: string, from: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Writes an object: its name holds the old content or the whole new content. */
  write(name: string, body: ObjectBody, signal?: AbortSignal): Promise<void>;
  /** Writes an object unless there is one of this name, which is kept. */
  create(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<"written" | "kept">;
  /** The names that begin with `prefix`, which is a part of a name that ends with `/`. In no order. */
  list(prefix: string, signal?: AbortSignal): AsyncIterable<string>;
}

const NAME = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/** The rule of a name or a path that is not empty. */
export const nonEmptyText = rule<string>(
  "a text that is not empty",
  (value) => typeof value === "string" && value !== "",
);

/** The parts of an object's name. @throws `INVALID_OPTION` for one that could lead elsewhere. */
export function partsOfName(name: string): readonly string[] {
  if (typeof name !== "string" || name.length > 900 || !NAME.test(name)) {
    const expected = "the name of an object: parts of letters, digits, . _ and -, with / between them";
    throw InvalidOption.create({ option: "name", value: name, expected });
  }
  return name.split("/");
}

/** The parts of a prefix that ends with `/`. @throws `INVALID_OPTION` */
export function partsOfPrefix(prefix: string): readonly string[] {
  if (checkOption("prefix", prefix, nonEmptyText).endsWith("/")) return partsOfName(prefix.slice(0, -1));
  throw InvalidOption.create({
    option: "prefix",
    value: prefix,
    expected: "a part of a name that ends with /",
  });
}

/** The chunks of a content, without the first `skip` bytes. */
export async function* withoutFirst(
  chunks: AsyncIterable<Uint8Array>,
  skip: number,
): AsyncGenerator<Uint8Array> {
  let left = skip;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
