import { createHash } from "node:crypto";
import { type Example, InvalidOption, type RunOptions } from "@imdb/core";
import type { RowPlace } from "@imdb/rows";
import type { z } from "zod";
import type { InvalidRow } from "./invalid-row.js";

/** Which column is what. */
export interface Columns {
  /** Default `text`. */
  readonly text?: string;
  /** Default `label`; rows without a value there are unlabelled. */
  readonly label?: string;
  /** Default `id`. Where there is none, the id is a hash of the row, so that it does not depend on its place. */
  readonly id?: string;
  /** Default `group`. */
  readonly group?: string;
  /** Default `split`. */
  readonly split?: string;
  /** Columns to keep as attributes. Default: those of an `attributes` object, where the row has one. */
  readonly attributes?: readonly string[];
}

/** How records become examples. */
export interface RecordOptions<L extends string = string> extends RunOptions {
  readonly columns?: Columns;
  /** Names of the raw labels, by their text: `{ "0": "neg", "1": "pos" }`. Default: labels are names already. */
  readonly labels?: Readonly<Record<string, L>>;
  /** Looked at before the columns are; may change the record. Default: none. */
  readonly schema?: z.ZodType;
}

/** Makes an example of a record, or says why not. */
export type RecordMapper<L extends string> = (record: unknown, place: RowPlace) => Example<L> | InvalidRow;

const NAMES = ["text", "label", "id", "group", "split"] as const;

/**
 * Makes the mapper of a source. It remembers the rows whose ids are hashes: equal rows get `…-2`, `…-3`.
 *
 * @throws `INVALID_OPTION`
 */
export function createMapper<L extends string>(source: string, options: RecordOptions<L>): RecordMapper<L> {
  const columns = checkColumns(options.columns ?? {});
  const hashIds = createHashIds();
  return (record, { row, line }) => {
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
      const issues = checked.error.issues.map(
        (i) => `${i.path.map(String).join(".") || "row"}: ${i.message}`,
      );
      return invalid(issues.join(", "), checked.error.issues[0]?.path.map(String).join(".") || undefined);
    }
    const value = checked === undefined ? record : checked.data;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return invalid("it is not an object with named fields");
    }
    const fields = value as Readonly<Record<string, unknown>>;
    const text = fields[columns.text];
    if (typeof text !== "string") return invalid(`the text is ${describe(text)}`, columns.text);
    const label = labelOf(fields[columns.label], options.labels);
    if (typeof label === "object") return invalid(label.problem, columns.label);
    const attributes = attributesOf(fields, columns.attributes);
    if ("problem" in attributes) return invalid(attributes.problem as string, attributes.field as string);
    const id = nameOf(fields[columns.id]);
    const group = nameOf(fields[columns.group]);
    const split = nameOf(fields[columns.split]);
    return {
      id: id ?? hashIds(fields),
      text,
      ...(label === undefined ? {} : { label }),
      ...(group === undefined ? {} : { group }),
      ...(split === undefined ? {} : { split }),
      ...(Object.keys(attributes.values).length === 0 ? {} : { attributes: attributes.values }),
    };
  };
}

type CheckedColumns = Required<Omit<Columns, "attributes">> & Pick<Columns, "attributes">;

function checkColumns(columns: Columns): CheckedColumns {
  for (const [role, given] of Object.entries(columns)) {
    const refuse = (value: unknown, expected: string) =>
      InvalidOption.create({ option: `columns.${role}`, value, expected });
    if (![...NAMES, "attributes"].includes(role)) throw refuse(given, `one of ${NAMES.join(", ")}`);
    for (const name of role === "attributes" ? given : [given]) {
      if (typeof name !== "string" || name === "") throw refuse(name, "the name of a column");
    }
  }
  return { text: "text", label: "label", id: "id", group: "group", split: "split", ...columns };
}

/** The column names that the options name explicitly, which a file therefore must have; `text` always. */
export function requiredColumns({
  text = "text",
  attributes = [],
  ...others
}: Columns = {}): readonly string[] {
  return [text, ...attributes, ...Object.values(others)];
}

function labelOf<L extends string>(
  value: unknown,
  labels: Readonly<Record<string, L>> | undefined,
): L | undefined | { problem: string } {
  const name = nameOf(value);
  if (name === undefined) {
    const isMissing = value === undefined || value === null || value === "";
    return isMissing ? undefined : { problem: `the label is ${describe(value)}` };
  }
  if (labels === undefined) return name as L;
  if (Object.hasOwn(labels, name)) return labels[name];
  return { problem: `the label ${JSON.stringify(name)} is not one of ${Object.keys(labels).join(", ")}` };
}

/** A name given as text, number or flag; nothing for an empty or any other value. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  return undefined;
}

type Attributes = Record<string, string | number | boolean>;

function attributesOf(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[] | undefined,
): { values: Attributes } | { problem: string; field: string } {
  const nested = fields["attributes"];
  const given = names === undefined ? nested : fields;
  if (typeof given !== "object" || given === null) return { values: {} };
  const values: Attributes = {};
  for (const name of names ?? Object.keys(given)) {
    const value = (given as Record<string, unknown>)[name];
    if (value === undefined || value === null) continue;
    const kept =
      typeof value === "bigint" ? Number(value) : value instanceof Date ? value.toISOString() : value;
    if (typeof kept === "string" || typeof kept === "number" || typeof kept === "boolean") {
      Object.defineProperty(values, name, {
        value: kept,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else return { problem: `the attribute is ${describe(value)}`, field: name };
  }
  return { values };
}

function createHashIds(): (fields: Readonly<Record<string, unknown>>) => string {
  const seen = new Map<string, number>();
  return (fields) => {
    const sorted = Object.keys(fields).sort();
    const content = JSON.stringify(sorted.map((key) => [key, printable(fields[key])]));
    const id = createHash("sha256").update(content).digest("hex").slice(0, 20);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  };
}

function printable(value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}, not text`;
}
