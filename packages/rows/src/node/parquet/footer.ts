import { ThriftReader } from "./thrift.js";

const SCHEMA = 2;
const GROUPS = 4;
const CHUNKS = 1;

/** The parser looks through the schema for each column of each row group. */
const MOST_LOOKUPS = 1e8;

/**
 * Checks the description of a Parquet file before the parser reads it.
 *
 * @throws `Error` for what is no description, or of more columns than the parser can read in a sensible time.
 */
export function assertFooter(footer: Uint8Array): void {
  const { lists } = new ThriftReader(footer).struct();
  const elements = lists.get(SCHEMA)?.length ?? 0;
  const groups = lists.get(GROUPS) ?? [];
  const chunks = groups.reduce((sum, group) => sum + (group.lists.get(CHUNKS)?.length ?? 0), 0);
  if (elements * chunks > MOST_LOOKUPS) {
    throw new Error(
      `it has ${elements} elements in its schema and ${chunks} pieces of columns, too many to read`,
    );
  }
}
