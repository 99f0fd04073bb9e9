import { open } from "node:fs/promises";
import {
  checkOption,
  integer,
  listOf,
  type OptionRule,
  optional,
  optionsOf,
  rule,
  text,
} from "@imdb/core/options";
import { fileFailure, syncFile } from "@imdb/runtime/files";
import { loadParquetPeers } from "./load-parquet-peers.js";

/** A column of a Parquet file to write. Values may be missing. */
export interface ParquetColumn {
  readonly name: string;
  /** UTF-8, double, or boolean. */
  readonly type: "text" | "number" | "flag";
}

/** Writes a Parquet file row group by row group. */
export interface ParquetWriter {
  /** Writes a row group, or several when there are more rows than fit in one. */
  write(rows: readonly (readonly unknown[])[]): void;
  /** Ends the file and waits until it is on the disk. */
  finish(): Promise<void>;
}

/** Options of {@link createParquetWriter}. */
export interface ParquetOptions {
  /** The number of rows in a row group. */
  readonly groupRows: number;
  readonly createdBy?: string;
}

const TYPES = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  number: { type: "DOUBLE" },
  flag: { type: "BOOLEAN" },
} as const;

/** Loads the optional package, so that work fails at once when it is not installed. @throws `MISSING_PEER`, `UNLOADABLE_PEER` */
export async function loadParquetWriter(): Promise<void> {
  await loadWriter();
}

async function loadWriter() {
  const [writer] = await loadParquetPeers(["hyparquet-writer"], "Writing Parquet");
  return writer;
}

const columnRule: OptionRule<ParquetColumn> = rule(
  "a column with a name, and a type of text, number or flag",
  (value) => text.accepts(Object(value).name) && Object.hasOwn(TYPES, String(Object(value).type)),
);
const rowList = rule<readonly (readonly unknown[])[]>("a list of rows", Array.isArray);
const parquetOptions = optionsOf<ParquetOptions, "createdBy">({
  groupRows: integer(1),
  createdBy: optional(text),
});

/**
 * Creates a Parquet file (Snappy). The same rows in the same groups make the same bytes. Needs the optional package
 * `hyparquet-writer`.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `INVALID_OPTION`
 */
export async function createParquetWriter(
  path: string,
  columns: readonly ParquetColumn[],
  options: ParquetOptions,
): Promise<ParquetWriter> {
  checkOption("path", path, text, "createParquetWriter");
  checkOption("columns", columns, listOf(columnRule, 1), "createParquetWriter");
  const { groupRows, ...about } = parquetOptions.resolve(options, "createParquetWriter");
  const { ParquetWriter: Writer, fileWriter } = await loadWriter();
  const schema = [
    { name: "root", num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, ...TYPES[type], repetition_type: "OPTIONAL" as const })),
  ];
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw fileFailure("write", path, cause);
    }
  };
  const writer = guarded(() => new Writer({ writer: fileWriter(path), schema, ...about }));
  return {
    write(rows) {
      checkOption("rows", rows, rowList);
      const columnData = columns.map(({ name }, i) => ({ name, data: rows.map((row) => row[i] ?? null) }));
      guarded(() => writer.write({ columnData, rowGroupSize: groupRows }));
    },
    async finish() {
      guarded(() => writer.finish());
      const file = await open(path, "r");
      await syncFile(file).finally(() => file.close());
    },
  };
}
