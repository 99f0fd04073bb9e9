import {
  type ContentHash,
  contentHashSchema,
  createSplit,
  type Example,
  parseWith,
  type Role,
  type Split,
} from "@imdb/core";
import { type Dataset, type QualityReport, qualityReportSchema } from "@imdb/data-pipeline";
import type { Serializer } from "@imdb/flow";
import { z } from "zod";

/** Two labels, in code point order. */
export type Label = "neg" | "pos";

/** What the steps after the first need of the data: the labelled texts, and what was found. */
export interface Reviews {
  readonly version: ContentHash;
  /** Documents read, the unlabelled ones too. */
  readonly documents: number;
  readonly train: Split<"train", Label>;
  readonly test: Split<"test", Label>;
  readonly quality: QualityReport;
}

/** Leaves behind what no later step looks at. */
export function reviewsOf(dataset: Dataset<Label>): Reviews {
  const { version, train, test, unlabelled, quality } = dataset;
  const documents = train.examples.length + test.examples.length + unlabelled.length;
  return { version, documents, train: slim(train), test: slim(test), quality };
}

function slim<R extends Role>({ role, examples, version }: Split<R, Label>): Split<R, Label> {
  const kept = examples.map(({ id, text, label, group }) => review(id, text, label!, group ?? null));
  return createSplit(role, kept, version);
}

function review(id: string, text: string, label: Label, group: string | null): Example<Label> {
  return { id, text, label, ...(group === null ? {} : { group }) };
}

/** The movie of each review; null where none is known. */
export function groupsOf({ examples }: Split): (string | null)[] {
  return examples.map(({ group }) => group ?? null);
}

const splitSchema = z.strictObject({
  version: contentHashSchema,
  ids: z.array(z.string()),
  labels: z.array(z.enum(["neg", "pos"])),
  groups: z.array(z.string().nullable()),
  /** Bytes of each text. */
  sizes: z.array(z.int().min(0)),
});
const headSchema = z.strictObject({
  version: contentHashSchema,
  documents: z.int().min(0),
  quality: qualityReportSchema,
  train: splitSchema,
  test: splitSchema,
});
const LENGTH_BYTES = 4;

/** Keeps reviews as a JSON head and the UTF-8 of the texts one after the other: as fast as the disk. */
export const reviewsSerializer: Serializer<Reviews> = {
  kind: "reviews/2",
  encode({ version, documents, train, test, quality }) {
    const sizes = [train, test].map(({ texts }) => texts.map((text) => Buffer.byteLength(text)));
    const describe = (split: Split<Role, Label>, sizes: readonly number[]) => ({
      version: split.version,
      ids: split.examples.map(({ id }) => id),
      labels: split.examples.map(({ label }) => label),
      groups: groupsOf(split),
      sizes,
    });
    const parts = { train: describe(train, sizes[0]!), test: describe(test, sizes[1]!) };
    const head = Buffer.from(JSON.stringify({ version, documents, quality, ...parts }));
    const total = sizes.flat().reduce((sum, size) => sum + size, LENGTH_BYTES + head.length);
    const bytes = Buffer.allocUnsafe(total);
    let at = bytes.writeUInt32LE(head.length);
    at += head.copy(bytes, at);
    for (const text of train.texts) at += bytes.write(text, at);
    for (const text of test.texts) at += bytes.write(text, at);
    return bytes;
  },
  decode(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = LENGTH_BYTES + buffer.readUInt32LE();
    const json = JSON.parse(buffer.toString("utf8", LENGTH_BYTES, at)) as unknown;
    const head = parseWith(headSchema, json, "The kept reviews");
    const read = <R extends Role>(role: R): Split<R, Label> => {
      const { version, ids, labels, groups, sizes } = head[role as "train" | "test"];
      const examples = ids.map((id, i) => {
        const text = buffer.toString("utf8", at, at + sizes[i]!);
        at += sizes[i]!;
        return review(id, text, labels[i]!, groups[i] ?? null);
      });
      return createSplit(role, examples, version);
    };
    const { version, documents, quality } = head;
    return { version, documents, train: read("train"), test: read("test"), quality };
  },
};
