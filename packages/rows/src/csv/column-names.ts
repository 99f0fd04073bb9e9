import { DuplicateColumn } from "../errors.js";

/**
 * The header without the names of columns that it has twice: they are left out of rows, as those without a name.
 *
 * @throws `DUPLICATE_COLUMN` for one that is needed
 */
export function withoutDuplicates(
  file: string,
  header: readonly string[],
  needed?: readonly string[],
): readonly string[] {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const column of header) {
    if (column !== "" && seen.has(column)) {
      if (needed === undefined || needed.includes(column)) {
        const positions = header.flatMap((name, at) => (name === column ? [at + 1] : []));
        throw DuplicateColumn.create({ file, column, positions });
      }
      doubled.add(column);
    }
    seen.add(column);
  }
  return doubled.size === 0 ? header : header.map((name) => (doubled.has(name) ? "" : name));
}
