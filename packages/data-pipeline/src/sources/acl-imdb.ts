import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { RunOptions } from "@imdb/core";
import { optional, optionsOf, runRules, withoutContext } from "@imdb/core/options";
import { type EncodingName, NoDocuments, namedEncodingRule } from "@imdb/rows";
import { type FileRecord, readBytes, type UnpackLimits, unpackRules } from "@imdb/rows/node";
import { orFileFailure } from "@imdb/runtime/files";
import { type AddressOptions, addressOf, addressRules, withLocalCopy } from "../download/local-copy.js";
import { createAssembler, type ImdbLabel } from "./acl-imdb-assembler.js";
import { readAclImdbFolder } from "./acl-imdb-folder.js";
import { parseAclImdbName } from "./acl-imdb-name.js";
import { callOf } from "./files.js";
import { type Batch, createSource, type Source, type SourceRecord } from "./source.js";
import { readTar } from "./tar-files.js";

const MAX_FILE_BYTES = 64 * 2 ** 20;

/** How aclImdb is read. */
export interface AclImdbOptions extends UnpackLimits, AddressOptions, RunOptions {
  /** The encoding of its texts, where they have no byte order mark. Default: UTF-8. */
  readonly encoding?: EncodingName | undefined;
}

/** The schema of {@link AclImdbOptions}. */
export const aclImdbOptions = optionsOf<AclImdbOptions, keyof AclImdbOptions>({
  encoding: optional(namedEncodingRule),
  ...addressRules,
  ...unpackRules,
  ...runRules,
});

/**
 * The Large Movie Review Dataset, from its `.tar.gz`, a `.tar`, or the extracted folder.
 *
 * Ids are like `train/pos/0_9`; `label` is the folder (none for `unsup`), `group` the movie like `tt0453418`
 * from `urls_*.txt`, `split` is `train`, `test` or `unsup`, `attributes.rating` the stars from 1 to 10 of a
 * labelled review. Examples are the same whatever the order of files in the archive. Reviews that come before
 * the list of their movies are held in memory until it comes; otherwise memory does not grow with the archive.
 * Progress is in bytes of the source.
 *
 * @param path     The archive, its address, or the folder; nothing is written beside it.
 * @param options  Limits for the unpacked size; cancellation and progress.
 * @throws `FILE_FAILURE`; `INVALID_ARCHIVE` when it is damaged, cut, or holds links or names that lead out of
 *         it; `UNPACKED_TOO_LARGE`; `NO_DOCUMENTS`; `CANCELLED`; and, when iterated directly, `INVALID_ROWS`
 *         for a review that is empty, not UTF-8, or whose movie is missing.
 * @see    Maas et al. (2011), Learning word vectors for sentiment analysis, ACL.
 */
export function readAclImdb(path: string, options: AclImdbOptions = {}): Source<ImdbLabel> {
  aclImdbOptions.resolve(withoutContext(options), callOf("readAclImdb", path));
  const { maxBytes, maxRatio, encoding = "utf-8", s3, ...run } = options;
  return createSource("aclImdb", run, (effective, onRecord) =>
    withLocalCopy(path, { s3, maxBytes }, effective, (local) =>
      read(local, addressOf(path).address ?? path, { maxBytes, maxRatio }, encoding, effective, (record) =>
        onRecord({ ...record, ...addressOf(path) }),
      ),
    ),
  );
}

/** @param shown  The path or address, for errors. */
async function* read(
  path: string,
  shown: string,
  limits: UnpackLimits,
  encoding: string,
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Batch<ImdbLabel>> {
  const documents = (await isFolder(path))
    ? yield* readAclImdbFolder(path, encoding, run, onRecord)
    : yield* readArchive(path, limits, encoding, run, onRecord);
  if (documents > 0) return;
  throw NoDocuments.create({ file: shown, expected: "files like aclImdb/train/pos/0_9.txt" });
}

async function* readArchive(
  path: string,
  limits: UnpackLimits,
  encoding: string,
  { signal, onProgress }: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Batch<ImdbLabel>, number> {
  const name = basename(path);
  const assembler = createAssembler(name, encoding);
  const onFile = (file: FileRecord) => onRecord({ kind: "aclImdb", ...file });
  const bytes = readBytes(path, { ...limits, signal, onProgress, onFile });
  for await (const files of readTar(name, bytes, parseAclImdbName, MAX_FILE_BYTES)) {
    for (const file of files) assembler.add(file.name, file.what, file.bytes);
    yield assembler.take();
  }
  yield assembler.rest();
  return assembler.documents;
}

async function isFolder(path: string): Promise<boolean> {
  return (await orFileFailure(stat(path), "read", path)).isDirectory();
}
