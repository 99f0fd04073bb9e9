import { displayTexts } from "../display/index.js";
import { canonicalJson, type JsonValue } from "../hash/canonical-json.js";

/** One step of a cleaning as lineage records it. */
export interface CleaningRecord {
  readonly name: string;
  /** From 1. It changes when the result of the step for any text changes. */
  readonly version: number;
  /** Default: none. */
  readonly params?: Readonly<Record<string, JsonValue>>;
}

/** How texts were cleaned: the steps in their order. An empty list: they are as they were read. */
export type Cleaning = readonly CleaningRecord[];

/** Whether a value is a list of plain records of steps. Written without a schema library: every browser bundle has it. */
export function isCleaning(value: unknown): value is Cleaning {
  return Array.isArray(value) && value.every(isRecord);
}

function isRecord(value: unknown): boolean {
  const { name, version, params = {}, ...others } = Object(value) as Record<string, unknown>;
  const isNamed =
    typeof name === "string" && name !== "" && Number.isInteger(version) && Number(version) >= 1;
  const isPlain = typeof params === "object" && params !== null && !Array.isArray(params);
  return isNamed && isPlain && Object.keys(others).length === 0;
}

const CLEANING: unique symbol = Symbol.for("@imdb/core/cleaning") as never;

/** The plain records of steps, which may have functions besides. */
export function cleaningRecords(steps: Cleaning): readonly Required<CleaningRecord>[] {
  return steps.map(({ name, version, params = {} }) => ({ name, version, params }));
}

/**
 * How texts were cleaned; `undefined` where nothing is known, as for a plain list of texts. The steps are those that the
 * data pipeline ran, with their functions, or plain records where the texts were read from a store.
 */
export function cleaningOf(texts: readonly string[]): Cleaning | undefined {
  return (texts as { readonly [CLEANING]?: Cleaning } | null | undefined)?.[CLEANING];
}

/**
 * Notes on a list of texts how they were cleaned. The list must be the caller's own. A part of it (`slice`, `filter`) or
 * another order of it knows it too, and what `map` returns where each text stays as it is. `[...texts]` is a list of plain
 * texts, which are raw.
 */
export function noteCleaning(texts: readonly string[], cleaning: Cleaning): void {
  const known = [...cleaning];
  Object.defineProperty(texts, CLEANING, { value: known, configurable: true });
  for (const name of PARTS) {
    const method = Reflect.get(Array.prototype, name) as ((...given: unknown[]) => string[]) | undefined;
    if (method === undefined) continue;
    const value = (...given: unknown[]) => {
      const part = method.apply(texts, given);
      noteCleaning(part, known);
      return displayTexts(part);
    };
    Object.defineProperty(texts, name, { value, configurable: true });
  }
  noteMapped(texts, known);
}

/** Texts that a function left as they are, each at its place, are the cleaned ones. */
function noteMapped(texts: readonly string[], cleaning: Cleaning): void {
  const value = (...given: Parameters<typeof texts.map>): unknown[] => {
    const mapped = Array.prototype.map.apply(texts, given);
    if (!mapped.every((one, i) => one === texts[i])) return mapped;
    noteCleaning(mapped as string[], cleaning);
    return displayTexts(mapped as string[]) as unknown[];
  };
  Object.defineProperty(texts, "map", { value, configurable: true });
}

/** The methods of a list whose result has texts of this list alone. `toReversed` and `toSorted` are not in every runtime. */
const PARTS = ["slice", "filter", "toReversed", "toSorted"] as const;

const EXAMPLE: unique symbol = Symbol.for("@imdb/core/cleaned") as never;

/** What an example knows of its cleaning, and the text that was cleaned: another text in its place is a raw one. */
interface CleanedText {
  readonly text: string;
  readonly cleaning: Cleaning;
}

/** What notes have in common: how `console.log` shows them. Their fields are not enumerable: examples of one text are equal. */
const NOTE = {
  [Symbol.for("nodejs.util.inspect.custom")](this: CleanedText): string {
    return describeCleaning(this.cleaning);
  },
};

/** An example as it may be noted: a copy (`{ ...example, label }`) has the note too, because it is enumerable. */
interface Noted {
  readonly text?: unknown;
  readonly [EXAMPLE]?: CleanedText;
}

/** Notes on the examples of a split how their texts were cleaned, so that parts and copies of them are known to be cleaned too. */
export function noteCleanedExamples(examples: readonly object[], cleaning: Cleaning): void {
  for (const example of examples as readonly Noted[]) {
    const known = example[EXAMPLE];
    if (known?.cleaning === cleaning && known.text === example.text) continue;
    const value = Object.create(NOTE, {
      text: { value: example.text },
      cleaning: { value: cleaning },
    }) as object;
    const isNoted = Reflect.defineProperty(example, EXAMPLE, { value, enumerable: true, configurable: true });
    if (!isNoted) notesOfFrozen().set(example, value as CleanedText);
  }
}

/** The notes of frozen examples. All copies of this module share them, as the build for CommonJS is one of its own. */
function notesOfFrozen(): WeakMap<object, CleanedText> {
  const shared = globalThis as { [EXAMPLES]?: WeakMap<object, CleanedText> };
  shared[EXAMPLES] ??= new WeakMap();
  return shared[EXAMPLES];
}
const EXAMPLES: unique symbol = Symbol.for("@imdb/core/cleanedExamples") as never;

function notedOn(example: object | undefined): Cleaning | undefined {
  const { text, [EXAMPLE]: own } = Object(example) as Noted;
  const known = own ?? notesOfFrozen().get(Object(example));
  return known !== undefined && known.text === text ? known.cleaning : undefined;
}

/** How the texts of examples were cleaned: `undefined` where no split had them, `"mixed"` where they were cleaned in different ways. */
export function cleaningOfExamples(examples: readonly object[]): Cleaning | undefined | "mixed" {
  const first = notedOn(examples[0]);
  for (const example of examples) {
    const other = notedOn(example);
    if (other === first) continue;
    if (first === undefined || other === undefined || !isSameCleaning(first, other)) return "mixed";
  }
  return first;
}

/** Whether two cleanings have the same steps, of the same versions and parameters, in the same order. */
export function isSameCleaning(a: Cleaning, b: Cleaning): boolean {
  return a.length === b.length && identityOf(a) === identityOf(b);
}

/** A cleaning in words: `html-breaks@1, whitespace@2`. */
export function describeCleaning(cleaning: Cleaning): string {
  return cleaning.length === 0
    ? "none"
    : cleaning.map(({ name, version }) => `${name}@${version}`).join(", ");
}

function identityOf(cleaning: Cleaning): string {
  return canonicalJson(cleaningRecords(cleaning) as unknown as JsonValue);
}
