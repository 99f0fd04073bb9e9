import { createHash } from "node:crypto";
import { type ContentHash, contentHash, type Example } from "@imdb/core";
import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import { DIGEST_BYTES, exampleDigest } from "../preparation/example-hash.js";
import type { Part } from "../quality/part.js";
import { isIterable } from "../sources/source.js";

/** Computes the version of examples that are added one by one, in any order. */
export interface VersionBuilder {
  readonly size: number;
  add(example: Example): void;
  /** Adds an example by its `exampleDigest`. */
  addDigest(digest: Uint8Array): void;
  version(): ContentHash;
}

const BYTES = DIGEST_BYTES;
/** Digests that are kept in one piece of memory: no piece is copied when more come. */
const IN_A_PIECE = 2 ** 14;
const AT_ONCE = 4096;

const iterable: OptionRule<Iterable<Example>> = rule(
  "an iterable of examples",
  (value) => isIterable(value) && Symbol.iterator in value,
);
const exampleRule: OptionRule<Example> = rule("an example with an id and a text", (value) =>
  isExample(Object(value)),
);

/**
 * The version of a set of examples: the content hash of the sorted list of their content hashes. Order,
 * file format and machine make no difference; any change of an example does.
 *
 * @throws `INVALID_OPTION` naming the place of what is no example.
 */
export function versionOf(examples: Iterable<Example>): ContentHash {
  checkOption("examples", examples, iterable, "versionOf");
  const builder = createVersionBuilder();
  for (const example of examples) {
    if (!isExample(example)) checkOption(`examples[${builder.size}]`, example, exampleRule, "versionOf");
    builder.add(example);
  }
  return builder.version();
}

function isExample(value: Partial<Example> | null): boolean {
  return typeof value?.id === "string" && typeof value.text === "string";
}

/** Makes a builder of a version, which keeps 32 bytes an example. */
export function createVersionBuilder(): VersionBuilder {
  const pieces: Buffer[] = [];
  let size = 0;
  const digest = (i: number) => {
    const at = (i % IN_A_PIECE) * BYTES;
    return pieces[Math.floor(i / IN_A_PIECE)]!.subarray(at, at + BYTES);
  };
  function addDigest(added: Uint8Array): void {
    if (size % IN_A_PIECE === 0) pieces.push(Buffer.alloc(IN_A_PIECE * BYTES));
    digest(size++).set(added);
  }
  return {
    get size() {
      return size;
    },
    add: (example) => addDigest(exampleDigest(example)),
    addDigest,
    version() {
      const hash = createHash("sha256").update("[");
      const order = ascendingOrder(digest, size);
      for (let start = 0; start < size; start += AT_ONCE) {
        let json = "";
        for (const i of order.subarray(start, start + AT_ONCE)) {
          const hex = digest(i).toString("hex");
          json += json === "" && start === 0 ? `"sha256:${hex}"` : `,"sha256:${hex}"`;
        }
        hash.update(json);
      }
      return `sha256:${hash.update("]").digest("hex")}`;
    },
  };
}

/** The version of each part of a dataset; a validation part only where there is one. */
export type PartVersions = Readonly<Record<Exclude<Part, "validation">, ContentHash>> & {
  readonly validation?: ContentHash;
};

/** Collects the examples of each part. */
export function createPartBuilders(): Record<Part, VersionBuilder> {
  return {
    train: createVersionBuilder(),
    validation: createVersionBuilder(),
    test: createVersionBuilder(),
    unlabelled: createVersionBuilder(),
  };
}

/** The version of the examples that were added to each part. */
export function partVersions({
  train,
  validation,
  test,
  unlabelled,
}: Record<Part, VersionBuilder>): PartVersions {
  return {
    train: train.version(),
    ...(validation.size === 0 ? {} : { validation: validation.version() }),
    test: test.version(),
    unlabelled: unlabelled.version(),
  };
}

/** The version of a dataset: the content hash of its parts' names and versions. */
export function datasetVersion(versions: PartVersions): ContentHash {
  return contentHash(Object.entries(versions));
}

/**
 * The indices of the digests in ascending order. They are counted by their first two bytes, and the few that share them are
 * compared.
 */
function ascendingOrder(digest: (i: number) => Buffer, size: number): Uint32Array {
  const first = (i: number) => digest(i).readUInt16BE(0);
  const starts = new Uint32Array(2 ** 16 + 1);
  for (let i = 0; i < size; i++) starts[first(i) + 1]!++;
  for (let key = 1; key < starts.length; key++) starts[key]! += starts[key - 1]!;
  const order = new Uint32Array(size);
  const next = starts.slice();
  for (let i = 0; i < size; i++) order[next[first(i)]!++] = i;
  for (let key = 0; key + 1 < starts.length; key++) {
    const [from, to] = [starts[key]!, starts[key + 1]!];
    if (to - from > 1) order.subarray(from, to).sort((a, b) => Buffer.compare(digest(a), digest(b)));
  }
  return order;
}
