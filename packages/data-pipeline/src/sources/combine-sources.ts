import type { Example, RowsReading, RunOptions } from "@imdb/core";
import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import { OFFICIAL_ROLES } from "../split/official-split.js";
import type { InvalidRow } from "./invalid-row.js";
import { type Batch, createSource, isSource, type Source, type SourceRecord } from "./source.js";

/** The part of the data that each source is. The rows of `unlabelled` lose their labels, if they have any. */
export interface SourcesByPart<L extends string = string> {
  readonly train: Source<L>;
  readonly validation?: Source<L>;
  readonly test: Source<L>;
  readonly unlabelled?: Source<L>;
}

const PARTS = ["train", "validation", "test", "unlabelled"] as const;

const list: OptionRule<unknown> = rule(
  "a list of sources, or sources by part: { train, test } and also validation and unlabelled",
  (value) => {
    if (Array.isArray(value)) return value.length > 0 && value.every((one) => isSource(Object(one)));
    const given = Object.entries(Object(value) as object).filter(([, one]) => one !== undefined);
    const isKnown = ([part, one]: [string, unknown]) =>
      (PARTS as readonly string[]).includes(part) && isSource(Object(one));
    return given.every(isKnown) && ["train", "test"].every((part) => given.some(([name]) => name === part));
  },
);

/**
 * Reads several sources as one: the files of a dataset, each with its own reader and options.
 *
 * By part, `{ train: readCsv("train.csv"), test: readCsv("test.csv") }`, each example has its part as its `split`, for
 * {@link officialSplit}, and its id has the part before it, `train/17`: files often number their rows from 1 each. A list is one table in several files; ids stay as they are
 * and must be unique.
 *
 * @throws `INVALID_OPTION`; when it is read, what the sources throw
 * @example
 * const source = combineSources({
 *   train: readRecords([{ id: 1, text: "A gem.", label: "pos" }, { id: 2, text: "Dull.", label: "neg" }]),
 *   test: readRecords([{ id: 1, text: "Fine.", label: "pos" }]),
 * });
 * const { train, test } = await createPipeline({ split: officialSplit() }).process(source);
 * [train.examples.length, test.examples[0]?.id]; // => [2, "test/1"]
 */
export function combineSources<L extends string = string>(
  sources: readonly Source<L>[] | SourcesByPart<L>,
): Source<L> {
  checkOption<unknown>("sources", sources, list, "combineSources");
  const parts = partsOf(sources);
  return createSource<L>(
    "combined",
    {},
    (run, onRecord) => readInTurn(parts, run, onRecord),
    sameReading(parts.map(({ source }) => source.reading)),
  );
}

type Part = (typeof PARTS)[number];

interface PartSource<L extends string> {
  readonly part?: Part;
  readonly source: Source<L>;
}

function partsOf<L extends string>(
  sources: readonly Source<L>[] | SourcesByPart<L>,
): readonly PartSource<L>[] {
  if (Array.isArray(sources)) return sources.map((source) => ({ source }));
  const byPart = sources as SourcesByPart<L>;
  return PARTS.flatMap((part) => (byPart[part] === undefined ? [] : [{ part, source: byPart[part] }]));
}

async function* readInTurn<L extends string>(
  parts: readonly PartSource<L>[],
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Batch<L>> {
  for (const { part, source } of parts) {
    for await (const { fields, ...batch } of source.batches(run, onRecord)) {
      // The labels may be in another source.
      const known = fields && { fields: { ...fields, areAll: false } };
      yield { ...(part === undefined ? batch : batchInPart(batch, part)), ...known };
    }
  }
}

/** A row that says itself that it is in another part is invalid. */
function batchInPart<L extends string>({ examples, invalid, placeOf }: Batch<L>, part: Part): Batch<L> {
  const contradicts = ({ split }: Example<L>) =>
    split !== undefined && (OFFICIAL_ROLES.get(split) ?? split) !== part;
  const kept = Array.from(examples.keys()).filter((i) => !contradicts(examples[i]!));
  const placed = (i: number) => placeOf?.(i) ?? { source: part };
  const refused = examples.flatMap((example, i): InvalidRow[] =>
    contradicts(example)
      ? [
          {
            ...placed(i),
            id: example.id,
            field: "split",
            problem: `its split is ${JSON.stringify(example.split)}, but its source is that of ${part}`,
            raw: example,
          },
        ]
      : [],
  );
  return {
    examples: kept.map((i) => inPart(examples[i]!, part)),
    invalid: [...invalid, ...refused],
    placeOf: (index) => placed(kept[index]!),
  };
}

function inPart<L extends string>({ label, ...example }: Example<L>, part: Part): Example<L> {
  const id = `${part}/${example.id}`;
  if (part === "unlabelled") return { ...example, id };
  return { ...example, id, ...(label === undefined ? {} : { label }), split: part };
}

/** How the sources are read, if it is the same for all: scoring cannot read a file in two ways. */
function sameReading(readings: readonly (RowsReading | undefined)[]): RowsReading | undefined {
  const [first] = readings;
  return readings.every((reading) => JSON.stringify(reading) === JSON.stringify(first)) ? first : undefined;
}
