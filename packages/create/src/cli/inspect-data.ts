import { createPipeline, type InvalidRow, readFrom, type Source, stratifiedSplit } from "@imdb/data-pipeline";
import { UnreadableFile } from "@imdb/rows";
import * as z from "zod";
import { UnusableData } from "../errors.js";
import type { ProjectColumns, ProjectData, ProjectReading } from "../project-data.js";
import { likelyEncoding } from "./likely-encoding.js";

const MIN_ROWS_PER_LABEL = 5;

/**
 * Reads the whole file like training does, and counts its rows by label.
 *
 * @throws `UNUSABLE_DATA`, also when more than half of the rows cannot be used, and the errors of `@imdb/data-pipeline` for
 *         files that cannot be read, such as `MISSING_COLUMN`.
 */
export async function inspectData(
  file: string,
  columns: ProjectColumns,
  reading: ProjectReading = {},
): Promise<ProjectData> {
  const split = stratifiedSplit({ testSize: 0.2, seed: 42 });
  const source = await readFrom(file, { columns, ...reading });
  const dataset = await createPipeline({ split, onInvalid: "quarantine" })
    .process(source)
    .catch((cause) => failed(file, source, reading, cause));
  const rows: Record<string, number> = {};
  let unlabelled = 0;
  for (const { label } of [...dataset.train.examples, ...dataset.test.examples]) {
    if (label === undefined) unlabelled++;
    else rows[label] = (rows[label] ?? 0) + 1;
  }
  const refuse = (problem: string) => UnusableData.create({ file, problem });
  const labels = Object.keys(rows);
  if (unlabelled > 0) throw refuse(`${unlabelled} rows have no ${columns.label}`);
  if (labels.length < 2)
    throw refuse(`the column ${columns.label} has ${labels.length} labels, and two are needed`);
  const few = labels.find((label) => rows[label]! < MIN_ROWS_PER_LABEL);
  if (few !== undefined) throw refuse(`the label ${JSON.stringify(few)} has ${rows[few]} rows`);
  const [first] = dataset.quarantined;
  return {
    file,
    columns,
    reading,
    rows,
    unusableRows: dataset.quarantined.length,
    ...(first && { firstProblem: await problemOf(file, reading, first) }),
  };
}

/** The error of a file that no dataset is made of: where more than half of its rows are bad, they are the reason. */
async function failed(file: string, source: Source, reading: ProjectReading, cause: unknown): Promise<never> {
  let rows = 0;
  let bad = 0;
  let first: InvalidRow | undefined;
  for await (const { examples, invalid } of source.batches()) {
    rows += examples.length + invalid.length;
    bad += invalid.length;
    first ??= invalid[0];
  }
  if (first === undefined || bad <= rows / 2) throw cause;
  throw UnusableData.create(
    {
      file,
      problem: `${bad} of ${rows} rows cannot be used: ${await problemOf(file, reading, first)}`,
      remedy:
        "Name what the file is with --encoding, --delimiter, --quote, --escape-char, --header, --text and --label.",
    },
    { cause },
  );
}

/** The place of a row and what is wrong with it, and the encoding of a file that is not UTF-8. */
async function problemOf(
  file: string,
  reading: ProjectReading,
  { row, line, problem }: InvalidRow,
): Promise<string> {
  const place = [row === undefined ? [] : `row ${row}`, line === undefined ? [] : `line ${line}`].flat();
  const what = [place.join(", "), problem].filter((part) => part !== "").join(": ");
  const likely = await likelyEncoding(file, reading);
  return likely === undefined ? what : `${what}; the file looks like ${likely}: --encoding ${likely}`;
}

/**
 * The names of the columns, for questions and errors; of JSON those of the first row.
 *
 * @throws `UNUSABLE_DATA` for a header in another encoding, and the errors of `@imdb/data-pipeline`
 */
export async function headerOf(file: string, reading: ProjectReading = {}): Promise<readonly string[]> {
  return namesIn(file, reading).catch(async (cause) => {
    const likely = UnreadableFile.is(cause) ? await likelyEncoding(file, reading) : undefined;
    if (likely === undefined) throw cause;
    const { problem } = cause.details;
    throw UnusableData.create(
      { file, problem, remedy: `The file looks like ${likely}: --encoding ${likely}.` },
      { cause },
    );
  });
}

async function namesIn(file: string, reading: ProjectReading): Promise<readonly string[]> {
  // A schema takes rows without a column of texts: which one that is, is asked for.
  for await (const { fields } of (await readFrom(file, { schema: z.unknown(), ...reading })).batches()) {
    if (fields !== undefined) return fields.names;
  }
  return [];
}
