import { createHash } from "node:crypto";
import type { Example, RunOptions, TextColumn } from "@imdb/core";
import {
  having,
  listOf,
  nested,
  oneOf,
  optional,
  optionsOf,
  type Resolved,
  recordOf,
  runRules,
  text,
} from "@imdb/core/options";
import {
  columnName,
  columnsOfText,
  ExactDecimal,
  type RowPlace,
  textColumnRule,
  textField,
  valueText,
} from "@imdb/rows";
import type * as z from "zod";
import { type AttributeColumns, attributeColumns, attributeNames, attributesOf } from "./attributes.js";
import type { InvalidRow } from "./invalid-row.js";
import { createLabelNames, type OtherLabels, type ReadLabel } from "./label-names.js";
import type { NamedLabel } from "./source.js";
import type { ValueType } from "./value-types.js";

/** The names of the columns. */
export interface Columns {
  /** Default `text`; several with {@link joinColumns}. */
  readonly text?: TextColumn;
  /** Default `label`; rows without a value there are unlabelled. */
  readonly label?: string;
  /** Default `id`. The id of a row without one is a hash of the row, so that it does not depend on the row's number. */
  readonly id?: string;
  /** Default `group`. */
  readonly group?: string;
  /** Default `split`. */
  readonly split?: string;
  /**
   * Columns to keep as attributes: names, or types by name, `{ stars: "number", verified: "boolean" }`. Without types, the
   * values of CSV are texts. Default: those of an `attributes` object, where the row has one.
   */
  readonly attributes?: AttributeColumns;
}

/** How records become examples. */
export interface RecordOptions<L extends string = string> extends RunOptions {
  readonly columns?: Columns;
  /** The names of labels by the text in the data: `{ "0": "neg", "1": "pos" }`. Several may have one name: they are merged. The
   * lineage has the number of rows of each; one that no row has is a finding. Default: labels are used as they are. */
  readonly labels?: Readonly<Record<string, L>>;
  /** A label that `labels` does not name: `refuse` makes its row an invalid row, `keep` leaves it as it is. Default `refuse`. */
  readonly otherLabels?: OtherLabels<L>;
  /**
   * What labels are. CSV has texts only: of a column of numbers with fractions pandas writes `1.0` in CSV, and `number` makes it the
   * label `1`, as from JSON, Parquet and Excel; `boolean` makes `True` the label `true`. The names in `labels` are those of the
   * result. Default: `text`, as the file writes it.
   */
  readonly labelType?: ValueType | undefined;
  /**
   * Texts that stand for a missing value, in every column but that of the texts: `["NaN", "NA", "\\N"]`. Default: none. An empty
   * text is always one, and so is a number that is NaN.
   */
  readonly missing?: readonly string[];
  /** Checks each record before its columns are read, and may change it. Default: none. */
  readonly schema?: z.ZodType;
}

/** Converts a record to an example, or to an invalid row that says what is wrong. */
export interface RecordMapper<L extends string> {
  (record: unknown, place: RowPlace): Example<L> | InvalidRow;
  /** The column that labels are read from. */
  readonly label: string;
  /** Whether a schema may change the fields of a row. */
  readonly hasSchema: boolean;
  /** The labels that were named so far; `undefined` where the options name none. */
  namedLabels(): readonly NamedLabel[] | undefined;
}

const columnOptions = optionsOf<Columns, "attributes">({
  text: ["text", textColumnRule],
  label: ["label", columnName],
  id: ["id", columnName],
  group: ["group", columnName],
  split: ["split", columnName],
  attributes: optional(attributeColumns),
});

/** The rules of {@link RecordOptions}, for a schema of options that has them too. */
export const recordRules = {
  columns: optional(nested(columnOptions)),
  labels: optional(recordOf<string>(text)),
  labelType: optional(oneOf<ValueType>("text", "number", "boolean")),
  otherLabels: optional(oneOf("refuse", "keep")),
  missing: optional(listOf(text)),
  schema: optional(having<z.ZodType>("a Zod schema", "safeParse")),
  ...runRules,
};

/** What the mapper of a source knows. */
interface Mapping<L extends string> {
  readonly source: string;
  readonly columns: Resolved<Columns, "attributes">;
  readonly options: RecordOptions<L>;
  readonly missing: ReadonlySet<unknown>;
  readonly labelOf: (value: unknown) => ReadLabel<L>;
  readonly hashId: (fields: Readonly<Record<string, unknown>>) => string;
}

/**
 * Makes the mapper of a source. It remembers the rows whose ids are hashes: equal rows get the ids `…-2`, `…-3`.
 *
 * @throws `INVALID_OPTION`
 */
export function createMapper<L extends string>(source: string, options: RecordOptions<L>): RecordMapper<L> {
  const columns = columnOptions.resolve(options.columns ?? {}, source);
  const missing = new Set<unknown>(options.missing);
  const { labelOf, namedLabels } = createLabelNames(options);
  const mapping: Mapping<L> = { source, columns, options, missing, labelOf, hashId: createHashIds() };
  const map = (record: unknown, place: RowPlace) => mapRecord(record, place, mapping);
  return Object.assign(map, { label: columns.label, hasSchema: options.schema !== undefined, namedLabels });
}

function mapRecord<L extends string>(
  record: unknown,
  { row, line }: RowPlace,
  { source, columns, options, missing, labelOf, hashId }: Mapping<L>,
): Example<L> | InvalidRow {
  const invalid = (problem: string, field?: string): InvalidRow => ({
    source,
    row,
    ...(line === undefined ? {} : { line }),
    ...(field === undefined ? {} : { field }),
    problem,
    raw: record,
  });
  const checked = options.schema?.safeParse(record);
  if (checked?.success === false) {
    const { issues } = checked.error;
    const [first, ...others] = issues.map(({ path, message }) => ({
      field: path.map(String).join("."),
      message,
    }));
    // The field of the first is named beside the problem.
    const more = others.map(({ field, message }) => `${field || "row"}: ${message}`);
    return invalid([first?.message, ...more].join(", "), first?.field || undefined);
  }
  const value = checked === undefined ? record : checked.data;
  const text = textField(value, columns.text);
  if (typeof text !== "string") {
    return invalid(
      text.problem,
      text.reason === "NOT_AN_OBJECT" ? undefined : columnsOfText(columns.text).join(", "),
    );
  }
  const fields = withoutMissing(value as Readonly<Record<string, unknown>>, missing, columns.text);
  const label = labelOf(fields[columns.label]);
  if (typeof label === "object") return invalid(label.problem, columns.label);
  const attributes = attributesOf(fields, columns.attributes);
  if ("problem" in attributes) return invalid(attributes.problem, attributes.field);
  const group = valueText(fields[columns.group]);
  const split = valueText(fields[columns.split]);
  return {
    id: valueText(fields[columns.id]) ?? hashId(fields),
    text,
    ...(label === undefined ? {} : { label }),
    ...(group === undefined ? {} : { group }),
    ...(split === undefined ? {} : { split }),
    ...(Object.keys(attributes.values).length === 0 ? {} : { attributes: attributes.values }),
  };
}

/** The fields of a row without those that stand for a missing value. */
function withoutMissing(
  fields: Readonly<Record<string, unknown>>,
  missing: ReadonlySet<unknown>,
  text: TextColumn,
): Readonly<Record<string, unknown>> {
  if (missing.size === 0) return fields;
  const texts = columnsOfText(text);
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !missing.has(value) || texts.includes(name)),
  );
}

/**
 * The columns that a file must have: those that the options name, and always the text. None where a schema makes the
 * fields of a row: a row that then has no text is an invalid row.
 */
export function requiredColumns({ columns = {}, schema }: RecordOptions): readonly string[] {
  if (schema !== undefined) return [];
  const { text = "text", attributes, ...others } = columns;
  return [...columnsOfText(text), ...attributeNames(attributes), ...Object.values(others)];
}

/** The column of the texts. */
export function textOf({ columns = {} }: RecordOptions): TextColumn {
  return columnOptions.resolve(columns).text;
}

/** The columns that are read of a file that has them; `undefined` for all: a schema sees the whole row. */
export function askedColumns({ columns = {}, schema }: RecordOptions): readonly string[] | undefined {
  if (schema !== undefined) return undefined;
  const { text, attributes, ...named } = columnOptions.resolve(columns);
  return [...columnsOfText(text), ...Object.values(named), ...attributeNames(attributes)];
}

function createHashIds(): (fields: Readonly<Record<string, unknown>>) => string {
  const seen = new Map<string, number>();
  return (fields) => {
    const content = JSON.stringify(comparable(fields));
    const id = createHash("sha256").update(content).digest("hex").slice(0, 20);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  };
}

/** The same for the same row, from whatever format it was read: values are texts, and missing ones are left out. */
function comparable(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof ExactDecimal)
    return valueText(value);
  if (Array.isArray(value)) return value.map((inner) => comparable(inner) ?? null);
  const entries = Object.entries(value).map(([name, inner]) => [name, comparable(inner)] as const);
  const present = entries.filter(([, inner]) => inner !== undefined);
  return present.sort(([a], [b]) => (a < b ? -1 : 1));
}
