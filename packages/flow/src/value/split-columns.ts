import { contentHashSchema, createSplit, type Example, type Role, roleOf, type Split } from "@imdb/core";
import { z } from "zod";

/** A split column by column: many texts are written faster so than as many objects, and no text twice. */
export interface SplitColumns {
  readonly role: Role;
  readonly version: Split["version"];
  /** The fields of an example, in their order. */
  readonly names: readonly string[];
  /** The values of each field, one an example. */
  readonly columns: readonly (readonly unknown[])[];
}

export const roleSchema: z.ZodType<Role> = z.enum(["train", "validation", "test"]);

const columnsSchema = z.strictObject({
  role: roleSchema,
  version: contentHashSchema,
  names: z.array(z.string().refine((name) => name !== "__proto__")),
  columns: z.array(z.array(z.unknown())),
});

/** The columns of a value that is a split of examples with the same fields; `undefined` for any other value. */
export function splitColumns(value: object): SplitColumns | undefined {
  if (Object.keys(value).sort().join() !== "examples,role,texts,version") return undefined;
  const { role, version, examples, texts } = value as Split;
  if (!Array.isArray(texts) || roleOf(texts) !== role) return undefined;
  if (!Array.isArray(examples) || examples.length !== texts.length) return undefined;
  const names = Object.keys(Object(examples[0]));
  const isAlike = examples.every(
    (example, i) =>
      Object.getPrototypeOf(Object(example)) === Object.prototype &&
      example.text === texts[i] &&
      Object.keys(example).join("\0") === names.join("\0"),
  );
  if (!isAlike || names.includes("__proto__")) return undefined;
  const columns = names.map((name) =>
    name === "text" ? texts : examples.map((example: Readonly<Record<string, unknown>>) => example[name]),
  );
  return { role, version, names, columns };
}

/** The split of its columns. Throws an `Error` that says what is wrong with anything else. */
export function splitOf(value: unknown): Split {
  const { role, version, names, columns } = columnsSchema.parse(value);
  const count = columns[0]?.length ?? 0;
  if (columns.length !== names.length || columns.some((column) => column.length !== count)) {
    throw new Error("its columns do not fit each other");
  }
  const examples = Array.from({ length: count }, (_, row) => {
    const example: Record<string, unknown> = {};
    names.forEach((name, column) => {
      example[name] = columns[column]![row];
    });
    if (typeof example["text"] !== "string") throw new Error(`its example ${row} has no text`);
    return example as unknown as Example;
  });
  return createSplit(role, examples, version);
}
