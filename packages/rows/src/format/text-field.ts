import type { JoinedColumns, TextColumn } from "@imdb/core";
import { ExactDecimal } from "../values/exact-decimal.js";

/** Why the value of a row has no text. */
export interface MissingText {
  /** These codes do not change. */
  readonly reason: "NOT_AN_OBJECT" | "NO_TEXT" | "INVALID_TEXT";
  /** What is wrong, in one clause. */
  readonly problem: string;
}

/**
 * The text of a row, or why it has none: training and scoring report the same of the same row. Of joined columns, those
 * without a text are left out; a row must have one of them.
 */
export function textField(value: unknown, column: TextColumn): string | MissingText {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { reason: "NOT_AN_OBJECT", problem: "it is not an object with named fields" };
  }
  return typeof column === "string" ? oneText(value, column) : joinedText(value, column);
}

function joinedText(value: object, { columns, separator }: JoinedColumns): string | MissingText {
  const texts: string[] = [];
  for (const column of columns) {
    const text = oneText(value, column);
    if (typeof text !== "string" && text.reason !== "NO_TEXT") return text;
    if (typeof text === "string" && text !== "") texts.push(text);
  }
  if (texts.length > 0) return texts.join(separator);
  return { reason: "NO_TEXT", problem: `it has no text in its fields ${JSON.stringify(columns)}` };
}

function oneText(value: object, column: string): string | MissingText {
  const text = ownField(value, column);
  if (typeof text === "string") return text;
  const name = JSON.stringify(column);
  if (text === undefined) return { reason: "NO_TEXT", problem: `it has no field ${name}` };
  const problem = `its field ${name} is ${describeValue(text)}`;
  return { reason: text === null ? "NO_TEXT" : "INVALID_TEXT", problem };
}

/** A field of the row itself, never one of its prototype: `constructor` and `__proto__` are names like any other. */
export function ownField(row: object, name: string): unknown {
  return Object.hasOwn(row, name) ? (row as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** What a value is that should be text, for messages. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list, not text";
  if (value instanceof Date) return "a date, not text";
  if (value instanceof ExactDecimal || typeof value === "bigint") return "a number, not text";
  return typeof value === "object" ? "an object, not text" : `a ${typeof value}, not text`;
}
