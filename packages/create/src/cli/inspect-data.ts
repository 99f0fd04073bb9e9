import { createPipeline, readFrom, stratifiedSplit } from "@imdb/data-pipeline";
import * as z from "zod";
import { UnusableData } from "../errors.js";
import type { ProjectColumns, ProjectData } from "../project-data.js";

const MIN_ROWS_PER_LABEL = 5;

/**
 * Reads the whole file like training does, and counts its rows by label.
 *
 * @throws `UNUSABLE_DATA`, and the errors of `@imdb/data-pipeline` for files that cannot be read, such as
 *         `MISSING_COLUMN`.
 */
export async function inspectData(file: string, columns: ProjectColumns): Promise<ProjectData> {
  const split = stratifiedSplit({ testSize: 0.2, seed: 42 });
  const dataset = await createPipeline({ split, onInvalid: "quarantine" }).process(
    await readFrom(file, { columns }),
  );
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
  return { file, columns, rows, unusableRows: dataset.quarantined.length };
}

/** The names of the columns, for questions and errors; of JSON those of the first row. */
export async function headerOf(file: string): Promise<readonly string[]> {
  // A schema takes rows without a column of texts: which one that is, is asked for.
  for await (const { fields } of (await readFrom(file, { schema: z.unknown() })).batches()) {
    if (fields !== undefined) return fields.names;
  }
  return [];
}
