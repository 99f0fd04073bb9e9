import type { ColumnMetaData, RowGroup, SchemaTree } from "hyparquet";

/** The columns of a row group, with the elements of the schema that lead to each. */
export interface GroupColumn {
  readonly column: ColumnMetaData;
  readonly path: readonly SchemaTree[];
}

/**
 * Finds the columns of a row group in the schema. The parser begins to read each column before it looks at the next one:
 * when that is wrong, it leaves the first ones to themselves, and what they throw later ends the process.
 *
 * @param wanted  Names of columns; undefined for all.
 * @throws `Error` for a column that the schema does not have, or that is there twice, and for variants.
 */
export function columnsOf(
  schema: SchemaTree,
  group: RowGroup,
  wanted: readonly string[] | undefined,
): GroupColumn[] {
  const seen = new Set<string>();
  const columns: GroupColumn[] = [];
  for (const { meta_data: column, file_path: elsewhere } of group.columns) {
    if (column === undefined || elsewhere) throw new Error("a column is not in this file");
    const path = pathOf(schema, column.path_in_schema);
    const name = JSON.stringify(column.path_in_schema);
    if (seen.has(name)) throw new Error(`a row group has the column ${name.slice(0, 80)} twice`);
    seen.add(name);
    if (wanted === undefined || wanted.includes(column.path_in_schema[0]!)) columns.push({ column, path });
  }
  return columns;
}

function pathOf(schema: SchemaTree, names: readonly string[]): readonly SchemaTree[] {
  const path = [schema];
  for (const name of names) {
    const child = path.at(-1)!.children.find(({ element }) => element.name === name);
    if (child === undefined)
      throw new Error(`its schema has no column ${JSON.stringify(names).slice(0, 80)}`);
    // Its parts may lie in one another any number of times.
    if (child.element.logical_type?.type === "VARIANT") throw new Error("it has a column of variants");
    path.push(child);
  }
  if (path.length === 1 || path.at(-1)!.children.length > 0)
    throw new Error("a column has no values of its own");
  return path;
}
