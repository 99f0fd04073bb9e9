import { byCodePoint, type Example } from "@imdb/core";

/** What is known of one field of the examples; attributes are named `attributes.NAME`. */
export interface ColumnDescription {
  readonly name: string;
  /** The types of its values, in code point order: `["string"]`, `["number", "string"]`. */
  readonly types: readonly string[];
  /** The number of examples without a value. */
  readonly missing: number;
  /** The number of different values. */
  readonly distinct: number;
}

/** Describes the fields that any example has: first those that every dataset has, then the attributes by name. */
export function describeColumns(examples: readonly Example[]): ColumnDescription[] {
  const fields = new Map<
    string,
    { readonly types: Set<string>; readonly values: Set<unknown>; count: number }
  >();
  const add = (name: string, value: unknown) => {
    if (value === undefined) return;
    const field = fields.get(name) ?? { types: new Set<string>(), values: new Set<unknown>(), count: 0 };
    fields.set(name, field);
    field.types.add(typeof value);
    field.values.add(value);
    field.count++;
  };
  for (const { id, text, label, group, split, attributes } of examples) {
    add("id", id);
    add("text", text);
    add("label", label);
    add("group", group);
    add("split", split);
    for (const name in attributes) add(`attributes.${name}`, attributes[name]);
  }
  const names = [...fields.keys()];
  const own = names.filter((name) => !name.startsWith("attributes."));
  const attributes = names.filter((name) => name.startsWith("attributes.")).sort(byCodePoint);
  return [...own, ...attributes].map((name) => {
    const { types, values, count } = fields.get(name)!;
    return {
      name,
      types: [...types].sort(byCodePoint),
      missing: examples.length - count,
      distinct: values.size,
    };
  });
}
