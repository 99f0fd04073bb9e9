import { createHash } from "node:crypto";
import { type FileHandle, stat } from "node:fs/promises";
import { basename } from "node:path";
import { checkOption, nullable, rule, text } from "@imdb/core/options";
import { lineBuffer } from "@imdb/rows";
import { fileFailure, openPlainHandle, orFileFailure, rotatedFiles } from "@imdb/runtime/files";
import * as z from "zod";

/** How far a log was read: the file, identified by a hash of its first line, and the number of bytes that were read. */
export const logPositionSchema = z.strictObject({
  fingerprint: z.string(),
  offset: z.int().min(0),
});

/** @see `logPositionSchema` */
export type LogPosition = z.infer<typeof logPositionSchema>;

const logPosition = rule<LogPosition>(
  "a position of readLogLines",
  (value) => logPositionSchema.safeParse(value).success,
);

/** A line of a log. */
export interface LogLine {
  readonly text: string;
  /** Name of the file. `offset` is the position of the line in it, in bytes. */
  readonly file: string;
  readonly offset: number;
  /** The line is longer than 4 MiB; `text` is its beginning. */
  readonly cut: boolean;
  /** The position after this line. */
  readonly next: LogPosition;
}

/** Longer lines are cut, in bytes. */
const MAX_LINE = 4 << 20;
const CHUNK = 1 << 20;

/**
 * Reads the lines of a log after a position, from the rotated files `<path>.2`, `<path>.1` and `<path>` in this order. A
 * last line without a line break is not read yet. A file is identified by its first line, so it may be renamed. When the
 * file of the position no longer exists, all files are read.
 *
 * @param from  The `next` of the last line; null to read from the beginning.
 * @throws `INVALID_OPTION`, `FILE_FAILURE`. A log that does not exist yet has no lines.
 */
export async function* readLogLines(path: string, from: LogPosition | null): AsyncGenerator<LogLine> {
  checkOption("path", path, text, "readLogLines");
  checkOption("from", from, nullable(logPosition), "readLogLines");
  const files = await openLogFiles(path);
  try {
    const fingerprints = await Promise.all(files.map(fingerprintOf));
    const known = from === null ? -1 : fingerprints.lastIndexOf(from.fingerprint);
    for (let i = Math.max(0, known); i < files.length; i++) {
      const fingerprint = fingerprints[i];
      if (fingerprint) yield* linesOf(files[i]!, fingerprint, i === known ? from!.offset : 0);
    }
  } finally {
    await Promise.all(files.map(({ handle }) => handle.close()));
  }
}

/** An open file of a log. A rotation may rename it. */
interface LogFile {
  readonly name: string;
  readonly path: string;
  readonly handle: FileHandle;
}

/** Opens all files of a log, in order of their age. Tries again when they were rotated in the meantime. */
async function openLogFiles(path: string): Promise<LogFile[]> {
  for (let attempt = 1; ; attempt++) {
    const paths = await rotatedFiles(path);
    const files: LogFile[] = [];
    const inodes: number[] = [];
    try {
      for (const one of paths) {
        const { handle, found } = await openPlainHandle(one, "read", { links: "followed" });
        files.push({ name: basename(one), path: one, handle });
        inodes.push(found.ino);
      }
      const again = await rotatedFiles(path);
      const now = await Promise.all(again.map(async (one) => (await stat(one)).ino));
      if (now.join() === inodes.join()) return files;
      throw new Error("its files were rotated while they were opened");
    } catch (cause) {
      await Promise.all(files.map(({ handle }) => handle.close()));
      if (attempt === 10) throw fileFailure("read", path, cause);
    }
  }
}

/** Hash of the first line, or of its first 64 KiB; null while the line is not complete. */
async function fingerprintOf({ path, handle }: LogFile): Promise<string | null> {
  const head = Buffer.alloc(64 << 10);
  const { bytesRead } = await orFileFailure(handle.read(head, 0, head.length, 0), "read", path);
  const end = head.subarray(0, bytesRead).indexOf(0x0a);
  if (end === -1 && bytesRead < head.length) return null;
  return createHash("sha256")
    .update(head.subarray(0, end === -1 ? bytesRead : end))
    .digest("hex");
}

async function* linesOf(
  { name, path, handle }: LogFile,
  fingerprint: string,
  start: number,
): AsyncGenerator<LogLine> {
  const lines = lineBuffer({ row: 1, line: 1, byte: start });
  let offset = start;
  for (let position = start; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const { bytesRead } = await orFileFailure(handle.read(chunk, 0, CHUNK, position), "read", path);
    if (bytesRead === 0) return;
    position += bytesRead;
    lines.push(chunk.subarray(0, bytesRead));
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      const { bytes, start: from, end, nextByte } = line;
      const text = new TextDecoder().decode(bytes.subarray(from, Math.min(end, from + MAX_LINE)));
      const next = { fingerprint, offset: nextByte };
      yield { text, file: name, offset, cut: end - from > MAX_LINE, next };
      offset = nextByte;
    }
  }
}
