import { basename } from "node:path";
import { NoDocuments, UnreadableFile } from "../errors.js";
import { readBytes } from "./byte-source.js";
import { decodeUtf8, firstInvalidByte } from "./decode-utf8.js";
import { mapRecords, type ReadRecord } from "./map-records.js";
import { createMapper, type RecordOptions } from "./record-mapping.js";
import { createSource, type Source } from "./source.js";
import type { UnpackLimits } from "./unpack-limits.js";

const NEWLINE = 10;
const MAX_LINE_BYTES = 64 * 2 ** 20;

/**
 * JSON Lines (`.jsonl`, `.ndjson`), also `.gz` or `.zst`: one object a line, in bounded memory. Blank lines do
 * not count as rows.
 *
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `UNREADABLE_FILE` for a line over 64 MiB,
 *         `NO_DOCUMENTS`, `INVALID_OPTION`, `CANCELLED`; a line that is not an example is an invalid row
 * @see    https://jsonlines.org
 */
export function readJsonl<L extends string = string>(
  path: string,
  options: RecordOptions<L> & UnpackLimits = {},
): Source<L> {
  const name = basename(path);
  createMapper(name, options);
  return createSource<L>("jsonl", options, (run, onRecord) => {
    const bytes = readBytes(path, "jsonl", options, run, onRecord);
    return mapRecords(name, readLines(name, bytes), createMapper(name, options));
  });
}

async function* readLines(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRecord[]> {
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  let row = 0;
  let rows = 0;
  for await (const chunk of bytes) {
    const records: ReadRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const piece = chunk.subarray(start, end);
      const line = restBytes === 0 ? piece : Buffer.concat([...rest, piece]);
      rest = [];
      restBytes = 0;
      start = end + 1;
      row++;
      const record = parseLine(line, row);
      if (record !== undefined) records.push(record);
    }
    if (start < chunk.length) {
      rest.push(chunk.subarray(start));
      restBytes += chunk.length - start;
    }
    if (restBytes > MAX_LINE_BYTES) {
      const problem = `line ${row + 1} has more than ${MAX_LINE_BYTES} bytes`;
      throw UnreadableFile.create({ file, format: "JSON Lines", problem });
    }
    rows += records.length;
    if (records.length > 0) yield records;
  }
  const last = restBytes === 0 ? undefined : parseLine(Buffer.concat(rest), row + 1);
  if (last !== undefined) yield [last];
  else if (rows === 0) throw NoDocuments.create({ file, expected: "one JSON object a line" });
}

function parseLine(line: Uint8Array, row: number): ReadRecord | undefined {
  const text = decodeUtf8(line);
  if (text === undefined) {
    const problem = `byte ${firstInvalidByte(line)} of the line is not UTF-8`;
    return { row, problem, raw: Buffer.from(line).toString("base64") };
  }
  if (text.trim() === "") return undefined;
  try {
    return { row, record: JSON.parse(text) as unknown };
  } catch (cause) {
    return { row, problem: `it is not JSON: ${(cause as Error).message}`, raw: text };
  }
}
