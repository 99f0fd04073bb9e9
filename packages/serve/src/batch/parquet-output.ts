import { createParquetWriter, type ParquetColumn, readRows } from "@imdb/rows/node";
import { fileFailure } from "@imdb/runtime/files";
import type { Job } from "./job.js";

/** Rows of a row group. */
const GROUP = 50_000;

/**
 * Makes a Parquet file of the JSONL that a batch has written: `id` and `label` as texts, a double a label,
 * kept columns as texts (JSON where they are not). A Parquet file ends with a table of what is in it, so it
 * cannot grow and be cut back like lines can: the rows are gathered as JSONL, and this is done when they are all
 * there. The same rows give the same bytes.
 *
 * @throws `FILE_FAILURE`, `MISSING_PEER`
 */
export async function parquetFromJsonl(from: string, to: string, { labels, columns }: Job): Promise<void> {
  const text = (name: string): ParquetColumn => ({ name, type: "text" });
  const written: ParquetColumn[] = [
    text("id"),
    text("label"),
    ...labels.map((label): ParquetColumn => ({ name: `probability_${label}`, type: "number" })),
    ...columns.keep.map(text),
  ];
  const options = { groupRows: GROUP, createdBy: "@imdb/serve" };
  const writer = await createParquetWriter(to, written, options);
  const rows: Row[] = [];
  for await (const batch of readRows(from, { format: "jsonl" })) {
    for (const read of batch.rows) {
      if ("fault" in read) throw fileFailure("read", from, new Error(`row ${read.row}: ${read.problem}`));
      rows.push(rowOf(read.value as ScoredLine, labels, columns.keep));
      if (rows.length === GROUP) writer.write(rows.splice(0));
    }
  }
  if (rows.length > 0) writer.write(rows);
  await writer.finish();
}

type Row = readonly (string | number | null)[];

interface ScoredLine {
  readonly id: string | number;
  readonly label: string;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly columns?: Readonly<Record<string, unknown>>;
}

function rowOf(
  { id, label, probabilities, columns = {} }: ScoredLine,
  labels: readonly string[],
  keep: readonly string[],
): Row {
  return [
    String(id),
    label,
    ...labels.map((name) => probabilities[name]!),
    ...keep.map((name) => textOf(columns[name])),
  ];
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
