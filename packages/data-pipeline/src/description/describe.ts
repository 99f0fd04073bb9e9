import { byCodePoint, type Example } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import { type Dataset, datasetRule } from "../dataset/dataset.js";
import type { Part } from "../quality/part.js";
import { describeColumns } from "./columns.js";
import { describedExample } from "./described-example.js";
import type { DatasetDescription, LabelDescription } from "./description.js";
import { displayDescription } from "./display-description.js";
import { describeLengths, wordCount } from "./lengths.js";

/** The number of documents of each label that are shown. */
const SHOWN = 5;

/**
 * Describes a dataset, as `describe`, `value_counts`, `isna` and `head` of pandas do: documents, fields with types and
 * missing values, labels with their shares and first documents, lengths, the longest and the shortest text, duplicates.
 * `console.log` shows it as lines; `renderQualityReport` has it as a section.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const rows = ["Good.", "Fine.", "Bad."].map((text, i) => ({ id: `${i}`, text, label: i < 2 ? "pos" : "neg", split: i === 1 ? "test" : "train" }));
 * const dataset = await createPipeline({ split: officialSplit() }).process(rows);
 * const { labels, characters } = describe(dataset);
 * labels.map(({ label, documents }) => `${label} ${documents}`); // => ["neg 1", "pos 2"]
 * characters?.maximum; // => 5
 */
export function describe(dataset: Dataset): DatasetDescription {
  checkOption("dataset", dataset, datasetRule, "describe");
  const parts = partsOf(dataset);
  const examples = parts.flatMap(([, own]) => own).sort((a, b) => byCodePoint(a.id, b.id));
  const lengths = examples.map(({ text }) => text.length);
  const [longest, shortest] = [extreme(examples, -1), extreme(examples, 1)];
  return displayDescription({
    documents: examples.length,
    parts: Object.fromEntries(parts.map(([part, own]) => [part, own.length])),
    columns: describeColumns(examples),
    labels: describeLabels(dataset, examples),
    characters: describeLengths(lengths),
    words: describeLengths(examples.map(({ text }) => wordCount(text))),
    longest: longest && describedExample(dataset, longest),
    shortest: shortest && describedExample(dataset, shortest),
    duplicates: examples.length - new Set(examples.map(({ text }) => text)).size,
    invalid: dataset.manifest.counts.invalid,
  });
}

/** The parts that have documents. */
export function partsOf({ train, validation, test, unlabelled }: Dataset): [Part, readonly Example[]][] {
  const all: [Part, readonly Example[]][] = [
    ["train", train.examples],
    ["validation", validation?.examples ?? []],
    ["test", test.examples],
    ["unlabelled", unlabelled],
  ];
  return all.filter(([, examples]) => examples.length > 0);
}

function describeLabels(dataset: Dataset, examples: readonly Example[]): LabelDescription[] {
  const counts = new Map<string, number>();
  for (const { label } of examples) if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labelled = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const train = [...dataset.train.examples].sort((a, b) => byCodePoint(a.id, b.id));
  return [...counts]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([label, documents]) => {
      const first = train.filter((example) => example.label === label).slice(0, SHOWN);
      const shown = first.map((example) => describedExample(dataset, example));
      return { label, documents, share: documents / labelled, examples: shown };
    });
}

/** The first example with the shortest text, or with the longest one for `order` -1. */
function extreme(examples: readonly Example[], order: 1 | -1): Example | undefined {
  let found = examples[0];
  for (const example of examples) {
    if (order * (example.text.length - found!.text.length) < 0) found = example;
  }
  return found;
}
