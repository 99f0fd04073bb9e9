import { byCodePoint, type Example } from "@imdb/core";
import type { Part } from "../quality/part.js";

/** Counts examples, one by one, for a manifest. */
export interface Tally {
  add(example: Example, part: Part): void;
  documents(part: Part): number;
  /** The number of documents of each label of a part, labels in code point order. */
  labels(part: Part): Record<string, number>;
  /**
   * The type of each field: `string` where every example has it, `string?` where some do, `number|string` where
   * types differ; attributes as `attributes.NAME`.
   */
  schema(): Record<string, string>;
}

/** An empty tally. */
export function createTally(): Tally {
  const documents = new Map<Part, number>();
  const labels = new Map<Part, Map<string, number>>();
  const fields = new Map<string, { types: Set<string>; count: number }>();
  let total = 0;
  const addField = (field: string, value: unknown) => {
    if (value === undefined) return;
    const seen = fields.get(field);
    if (seen === undefined) fields.set(field, { types: new Set([typeof value]), count: 1 });
    else {
      seen.types.add(typeof value);
      seen.count++;
    }
  };
  return {
    add({ id, text, label, group, split, attributes }, part) {
      total++;
      documents.set(part, (documents.get(part) ?? 0) + 1);
      if (label !== undefined) {
        const sizes = labels.get(part) ?? new Map<string, number>();
        sizes.set(label, (sizes.get(label) ?? 0) + 1);
        labels.set(part, sizes);
      }
      addField("id", id);
      addField("text", text);
      addField("label", label);
      addField("group", group);
      addField("split", split);
      for (const name in attributes) addField(`attributes.${name}`, attributes[name]);
    },
    documents: (part) => documents.get(part) ?? 0,
    labels: (part) => sortedByKey([...(labels.get(part) ?? [])]),
    schema: () =>
      sortedByKey(
        [...fields].map(([field, { types, count }]) => [
          field,
          `${[...types].sort().join("|")}${count < total ? "?" : ""}`,
        ]),
      ),
  };
}

function sortedByKey<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.sort(([a], [b]) => byCodePoint(a, b)));
}
