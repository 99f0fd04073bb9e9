import { byCodePoint, parseWith } from "@imdb/core";
import * as z from "zod";
import { storedFileSchema } from "../store/stored-dataset.js";

/** The greatest document of a version, in bytes. A file takes about 150. */
export const MAX_DOCUMENT = 16 << 20;

/** The files of a version beside its shards. */
export const DESCRIPTIONS = ["README.md", "dataset.json", "quality.html", "quarantined.jsonl"] as const;

const FILE =
  /^(?:(?:train|validation|test|unlabelled)-\d{5}\.(?:jsonl|parquet)|dataset\.json|README\.md|quality\.html|quarantined\.jsonl)$/;

/** A file of a version: how many bytes its object has, and their SHA-256, which is the object's name. */
const versionFileSchema = storedFileSchema.omit({ rows: true }).strict();

/** @see {@link versionFileSchema} */
export type VersionFile = z.infer<typeof versionFileSchema>;

/** What a remote stores of a version, as its last object: the files of its folder. */
export const versionDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  version: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  // A name becomes a path when the version is pulled.
  files: z
    .record(z.string().regex(FILE, "not the name of a file of a dataset"), versionFileSchema)
    .refine((files) => Object.hasOwn(files, "dataset.json"), "it has no dataset.json"),
});

/** @see {@link versionDocumentSchema} */
export type VersionDocument = z.infer<typeof versionDocumentSchema>;

/** Whether a file of a version holds examples. */
export function isShard(name: string): boolean {
  return !(DESCRIPTIONS as readonly string[]).includes(name);
}

/** The document as bytes: the same files make the same bytes. */
export function documentBytes({ schemaVersion, version, files }: VersionDocument): Uint8Array {
  const sorted = Object.entries(files)
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([name, { bytes, sha256 }]) => [name, { bytes, sha256 }]);
  const document = { schemaVersion, version, files: Object.fromEntries(sorted) };
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`, "utf8");
}

/** A document that was read. @throws `SCHEMA_MISMATCH`, `SyntaxError` */
export function parseDocument(bytes: Uint8Array, object: string): VersionDocument {
  return parseWith(versionDocumentSchema, JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown, object);
}
