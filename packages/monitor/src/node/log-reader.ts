import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { lineBuffer } from "@imdb/rows";
import { fileFailure, rotatedFiles } from "@imdb/runtime/files";
import { z } from "zod";

/** How far a log was read: the file, by a fingerprint of its first line, and the bytes of it that are done. */
export const logPositionSchema = z.strictObject({
  fingerprint: z.string(),
  offset: z.int().min(0),
});

/** @see `logPositionSchema` */
export type LogPosition = z.infer<typeof logPositionSchema>;

/** A complete line of a log. */
export interface LogLine {
  readonly text: string;
  /** The file's name and where the line starts in it. */
  readonly file: string;
  readonly offset: number;
  /** The line was longer than `MAX_LINE`; `text` is its beginning. */
  readonly cut: boolean;
  /** Where to go on after this line. */
  readonly next: LogPosition;
}

/** Longer lines are no records. */
const MAX_LINE = 4 << 20;
const CHUNK = 1 << 20;

/**
 * The complete lines of a log after a position, across its rotated files `<path>.2`, `<path>.1`, `<path>`. A last
 * line without its line break is left for the next time. A file is recognised by its first line, whatever its
 * name is by now; when the one of the position is gone, every file is new.
 *
 * @throws `FILE_FAILURE`; a log that does not exist yet has no lines.
 */
export async function* readLogLines(path: string, from: LogPosition | null): AsyncGenerator<LogLine> {
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

/** A file of a log, held open: a rotation gives it another name and changes nothing here. */
interface LogFile {
  readonly name: string;
  readonly handle: FileHandle;
}

/** Opens all files of a log, the oldest first; once more when they were rotated in between. */
async function openLogFiles(path: string): Promise<LogFile[]> {
  for (let attempt = 1; ; attempt++) {
    const paths = await rotatedFiles(path);
    const files: LogFile[] = [];
    try {
      for (const one of paths) files.push({ name: basename(one), handle: await open(one, "r") });
      const inodes = await Promise.all(files.map(async ({ handle }) => (await handle.stat()).ino));
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

/** Hash of the first line, at most 64 KiB of it; null while it is not complete. */
async function fingerprintOf({ handle }: LogFile): Promise<string | null> {
  const head = Buffer.alloc(64 << 10);
  const { bytesRead } = await handle.read(head, 0, head.length, 0);
  const end = head.subarray(0, bytesRead).indexOf(0x0a);
  if (end === -1 && bytesRead < head.length) return null;
  return createHash("sha256")
    .update(head.subarray(0, end === -1 ? bytesRead : end))
    .digest("hex");
}

async function* linesOf(
  { name, handle }: LogFile,
  fingerprint: string,
  start: number,
): AsyncGenerator<LogLine> {
  const lines = lineBuffer({ row: 1, line: 1, byte: start });
  let offset = start;
  for (let at = start; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const { bytesRead } = await handle.read(chunk, 0, CHUNK, at);
    if (bytesRead === 0) return;
    at += bytesRead;
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
