import type { InvalidRow } from "../sources/invalid-row.js";
import { placeWords } from "../sources/place-words.js";
import type { SourceRecord } from "../sources/source.js";
import type { Part } from "./part.js";

/** The number of ids or places in a finding. */
export const SHOWN = 5;

/** Counts of data, for checks that need no texts: of a stream the texts are never all in memory. */
export interface DataCounts {
  readonly documents: number;
  readonly parts: Readonly<Record<Part, number>>;
  /** The number of train documents of each label. */
  readonly trainLabels: ReadonlyMap<string, number>;
  /** The number of documents of each label in a part. Labels of other parts are not in it. */
  labelsOf(part: Part): ReadonlyMap<string, number>;
  /** The number of documents of each label in all parts. */
  readonly labels: ReadonlyMap<string, number>;
  readonly invalid: InvalidCounts;
  /** Those of the invalid rows that have no text, before or after cleaning. */
  readonly withoutText: InvalidCounts;
  /** What the files were, and how they were read. */
  readonly sources: readonly SourceRecord[];
}

/** Counts of rows that did not become documents. */
export interface InvalidCounts {
  readonly count: number;
  readonly byField: ReadonlyMap<string, number>;
  /** The ids or places of the first few. */
  readonly examples: readonly string[];
  readonly firstProblem: string | undefined;
}

const NONE: Readonly<Record<Part, number>> = { train: 0, validation: 0, test: 0, unlabelled: 0 };

/** Counts documents and invalid rows, one after the other. */
export function createDataCounts() {
  const parts = { ...NONE };
  const byLabel = new Map<string, Record<Part, number>>();
  const invalid = createInvalidCounts();
  const withoutText = createInvalidCounts();
  return {
    add(part: Part, label: string | undefined): void {
      parts[part]++;
      if (label === undefined) return;
      const sizes = byLabel.get(label);
      if (sizes === undefined) byLabel.set(label, { ...NONE, [part]: 1 });
      else sizes[part]++;
    },
    addInvalid(row: InvalidRow): void {
      invalid.add(row);
      if (row.field === "text" && row.problem.includes("empty")) withoutText.add(row);
    },
    counts(sources: readonly SourceRecord[]): DataCounts {
      const documents = sum(parts);
      const labelsOf = (part: Part) =>
        new Map([...byLabel].flatMap(([label, sizes]) => (sizes[part] === 0 ? [] : [[label, sizes[part]]])));
      return {
        documents,
        parts,
        trainLabels: labelsOf("train"),
        labelsOf,
        labels: new Map([...byLabel].map(([label, sizes]) => [label, sum(sizes)])),
        invalid: invalid.counts(),
        withoutText: withoutText.counts(),
        sources,
      };
    },
  };
}

function sum(sizes: Readonly<Record<Part, number>>): number {
  return Object.values(sizes).reduce((total, size) => total + size, 0);
}

function createInvalidCounts() {
  const byField = new Map<string, number>();
  const examples: string[] = [];
  let count = 0;
  let firstProblem: string | undefined;
  return {
    add(row: InvalidRow): void {
      const { id, field = "row", problem } = row;
      count++;
      byField.set(field, (byField.get(field) ?? 0) + 1);
      if (examples.length < SHOWN) examples.push(id ?? placeWords(row));
      firstProblem ??= problem;
    },
    counts: (): InvalidCounts => ({ count, byField, examples, firstProblem }),
  };
}
