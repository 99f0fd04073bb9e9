import {
  type Cleaning,
  cleaningOf,
  contentHashSchema,
  createSplit,
  type Example,
  isCleaning,
  isSameCleaning,
  type Role,
  roleOf,
  type Split,
} from "@imdb/core";
import * as z from "zod";

/** A split by columns: writing the texts together is faster than one object for each, and no text is written twice. */
export interface SplitColumns {
  readonly role: Role;
  readonly version: Split["version"];
  /** The names of an example's fields, in their order. */
  readonly names: readonly string[];
  /** The values of each field, one for each example. */
  readonly columns: readonly (readonly unknown[])[];
  readonly cleaning?: Split["cleaning"];
  readonly positive?: Split["positive"];
}

export const roleSchema: z.ZodType<Role> = z.enum(["train", "validation", "test"]);

const columnsSchema = z.strictObject({
  role: roleSchema,
  version: contentHashSchema,
  names: z.array(z.string().refine((name) => name !== "__proto__")),
  columns: z.array(z.array(z.unknown())),
  cleaning: z.optional(z.custom<Cleaning>(isCleaning)),
  positive: z.string().optional(),
});

/** The columns of a split whose examples all have the same fields; `undefined` for any other value. */
export function splitColumns(value: object): SplitColumns | undefined {
  const { role, version, examples, texts, cleaning, positive, ...others } = value as Split;
  if (Object.keys(others).length > 0 || version === undefined) return undefined;
  if (!Array.isArray(texts) || roleOf(texts) !== role) return undefined;
  const noted = cleaningOf(texts);
  if (noted === undefined ? cleaning !== undefined : !cleaning || !isSameCleaning(noted, cleaning))
    return undefined;
  if (!Array.isArray(examples) || examples.length !== texts.length) return undefined;
  const names = Object.keys(Object(examples[0]));
  const haveSameFields = examples.every(
    (example, i) =>
      Object.getPrototypeOf(Object(example)) === Object.prototype &&
      example.text === texts[i] &&
      Object.keys(example).join("\0") === names.join("\0"),
  );
  if (!haveSameFields || names.includes("__proto__")) return undefined;
  const columns = names.map((name) =>
    name === "text" ? texts : examples.map((example: Readonly<Record<string, unknown>>) => example[name]),
  );
  const facts = { ...(cleaning && { cleaning }), ...(positive !== undefined && { positive }) };
  return { role, version, names, columns, ...facts };
}

/** The split with these columns. Throws an `Error` that says what is wrong with any other value. */
export function splitFromColumns(value: unknown): Split {
  const { role, version, names, columns, cleaning, positive } = columnsSchema.parse(value);
  const count = columns[0]?.length ?? 0;
  if (columns.length !== names.length || columns.some((column) => column.length !== count)) {
    throw new Error("its columns do not have the same length");
  }
  const examples = Array.from({ length: count }, (_, row) => {
    const example: Record<string, unknown> = {};
    names.forEach((name, column) => {
      example[name] = columns[column]![row];
    });
    if (typeof example["text"] !== "string") throw new Error(`its example ${row} has no text`);
    return example as unknown as Example;
  });
  return createSplit(role, examples, version, { cleaning, positive });
}
