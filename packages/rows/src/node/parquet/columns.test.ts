import type { RowGroup, SchemaElement } from "hyparquet";
import { parquetSchema } from "hyparquet";
import { expect, test } from "vitest";
import { columnsOf } from "./columns.js";

const LONG = "x".repeat(200);
const SCHEMA = parquetSchema({
  schema: [
    { name: "root", num_children: 5 },
    { name: "text", type: "BYTE_ARRAY" },
    { name: "about", num_children: 2 },
    { name: "text", type: "BYTE_ARRAY" },
    { name: "stars", type: "DOUBLE" },
    { name: "any", num_children: 1, logical_type: { type: "VARIANT" } },
    { name: "value", type: "BYTE_ARRAY" },
    { name: LONG, type: "BYTE_ARRAY" },
    { name: "at", type: "INT64", logical_type: { type: "DATE" } },
  ] as SchemaElement[],
});
const chunk = (...path: string[]) => ({ meta_data: { path_in_schema: path } });
const group = (...columns: object[]) => ({ columns }) as unknown as RowGroup;

test("each column has the elements that lead to it", () => {
  const columns = columnsOf(SCHEMA, group(chunk("text"), chunk("about", "text"), chunk("at")), undefined);
  expect(columns.map(({ path }) => path.map(({ element }) => element.name))).toEqual([
    ["root", "text"],
    ["root", "about", "text"],
    ["root", "at"],
  ]);
  expect(columns.map(({ column }) => column.path_in_schema)).toEqual([["text"], ["about", "text"], ["at"]]);
});

test("only the columns that are wanted, by the name of the outermost group", () => {
  const all = group(chunk("text"), chunk("about", "text"), chunk("about", "stars"));
  const paths = (wanted: string[]) =>
    columnsOf(SCHEMA, all, wanted).map(({ column }) => column.path_in_schema.join("."));
  expect(paths(["about"])).toEqual(["about.text", "about.stars"]);
  expect(paths(["text", "at"])).toEqual(["text"]);
  expect(paths([])).toEqual([]);
});

test.each<[what: string, columns: object[], problem: string]>([
  ["of another file", [{ ...chunk("text"), file_path: "other.parquet" }], "a column is not in this file"],
  ["without a description", [{}], "a column is not in this file"],
  ["twice", [chunk("text"), chunk("at"), chunk("text")], 'a row group has the column ["text"] twice'],
  ["that the schema does not have", [chunk("title")], 'its schema has no column ["title"]'],
  ["that is no group there", [chunk("text", "text")], 'its schema has no column ["text","text"]'],
  ["of a long name", [chunk(`x${LONG}`)], `its schema has no column ["${"x".repeat(78)}`],
  [
    "of a long name twice",
    [chunk(LONG), chunk(LONG)],
    `a row group has the column ["${"x".repeat(78)} twice`,
  ],
  ["of variants", [chunk("any", "value")], "it has a column of variants"],
  ["without a name", [chunk()], "a column has no values of its own"],
  ["that is a group", [chunk("about")], "a column has no values of its own"],
])("a column %s is refused, wanted or not", (_, columns, problem) => {
  for (const wanted of [undefined, ["nothing"]])
    expect(() => columnsOf(SCHEMA, group(...columns), wanted)).toThrow(new Error(problem));
});

test("a schema without columns has none without a name", () => {
  const empty = parquetSchema({ schema: [{ name: "root" }] as SchemaElement[] });
  expect(columnsOf(empty, group(), undefined)).toEqual([]);
  expect(() => columnsOf(empty, group(chunk()), undefined)).toThrow("a column has no values of its own");
});
