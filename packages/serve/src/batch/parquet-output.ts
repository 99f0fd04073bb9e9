import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { MissingPeer } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
import type { Job } from "./job.js";

/** Rows of a row group. */
const GROUP = 50_000;

/** Loads the writer, so that a batch fails before its first row when it is not there. @throws `MISSING_PEER` */
export function loadParquetWriter() {
  return import("hyparquet-writer").catch((cause) => {
    throw MissingPeer.create({ peer: "hyparquet-writer", feature: "Writing Parquet" }, { cause });
  });
}

/**
 * Makes a Parquet file of the JSONL that a batch has written: `id` and `label` as texts, a double a label,
 * kept columns as texts (JSON where they are not). A Parquet file ends with a table of what is in it, so it
 * cannot grow and be cut back like lines can: the rows are gathered as JSONL, and this is done when they are all
 * there. The same rows give the same bytes.
 *
 * @throws `FILE_FAILURE`, `MISSING_PEER`
 */
export async function parquetFromJsonl(from: string, to: string, { labels, columns }: Job): Promise<void> {
  const { ParquetWriter, fileWriter } = await loadParquetWriter();
  const names = ["id", "label", ...labels.map((label) => `probability_${label}`), ...columns.keep];
  const text = { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" } as const;
  const double = { type: "DOUBLE", repetition_type: "OPTIONAL" } as const;
  const isNumber = (place: number) => place >= 2 && place < 2 + labels.length;
  const schema = [
    { name: "root", num_children: names.length },
    ...names.map((name, place) => ({ name, ...(isNumber(place) ? double : text) })),
  ];
  try {
    const writer = new ParquetWriter({ writer: fileWriter(to), schema, createdBy: "@imdb/serve" });
    let rows: Row[] = [];
    const flush = async () => {
      if (rows.length === 0) return;
      const held = rows;
      const columnData = names.map((name, place) => ({ name, data: held.map((row) => row[place] ?? null) }));
      await writer.write({ columnData, rowGroupSize: GROUP });
      rows = [];
    };
    for await (const line of createInterface({
      input: createReadStream(from),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      rows.push(rowOf(JSON.parse(line) as ScoredLine, labels, columns.keep));
      if (rows.length === GROUP) await flush();
    }
    await flush();
    await writer.finish();
    const file = await open(to, "r");
    await file.sync().finally(() => file.close());
  } catch (cause) {
    throw fileFailure("write", to, cause);
  }
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
