import { createParquetWriter, type ParquetColumn, readRows } from "@imdb/rows/node";
import { fileFailure } from "@imdb/runtime/files";
import type { Job } from "./job.js";

/** The number of rows in a row group. */
const GROUP_ROWS = 50_000;

/**
 * Writes a Parquet file from the JSON Lines of a batch: `id` and `label` as texts, a double for the confidence and
 * for each label, a boolean `abstained` for a model that may abstain, kept columns as texts (as JSON where they are not text). The same rows make the same bytes.
 *
 * A Parquet file ends with a table of its content, so it cannot be appended to and cut like lines can. The rows are
 * therefore written as JSON Lines first.
 *
 * @throws `FILE_FAILURE`, `MISSING_PEER`
 */
export async function parquetFromJsonl(from: string, to: string, job: Job): Promise<void> {
  const { labels, columns, abstains } = job;
  const text = (name: string): ParquetColumn => ({ name, type: "text" });
  const written: ParquetColumn[] = [
    text("id"),
    text("label"),
    { name: "confidence", type: "number" },
    ...(abstains ? [{ name: "abstained", type: "flag" } as const] : []),
    ...labels.map((label): ParquetColumn => ({ name: `probability_${label}`, type: "number" })),
    ...columns.keep.map(text),
  ];
  const options = { groupRows: GROUP_ROWS, createdBy: "@imdb/serve" };
  const writer = await createParquetWriter(to, written, options);
  const rows: Row[] = [];
  for await (const batch of readRows(from, { format: "jsonl" })) {
    for (const read of batch.rows) {
      if ("fault" in read) throw fileFailure("read", from, new Error(`row ${read.row}: ${read.problem}`));
      rows.push(rowOf(read.value as ScoredLine, job));
      if (rows.length === GROUP_ROWS) writer.write(rows.splice(0));
    }
  }
  if (rows.length > 0) writer.write(rows);
  await writer.finish();
}

type Row = readonly (string | number | boolean | null)[];

interface ScoredLine {
  readonly id: string | number;
  readonly label: string;
  readonly confidence: number;
  readonly abstained?: boolean;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly columns?: Readonly<Record<string, unknown>>;
}

function rowOf(
  { id, label, confidence, abstained, probabilities, columns = {} }: ScoredLine,
  { labels, abstains, columns: { keep } }: Job,
): Row {
  return [
    String(id),
    label,
    confidence,
    ...(abstains ? [abstained === true] : []),
    ...labels.map((name) => probabilities[name]!),
    ...keep.map((name) => textOf(columns[name])),
  ];
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
