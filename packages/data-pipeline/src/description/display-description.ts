import { displayed, shown } from "@imdb/core/display";
import { placeWords } from "../sources/place-words.js";
import type { DescribedExample } from "./described-example.js";
import type { DatasetDescription } from "./description.js";
import type { LengthDescription } from "./lengths.js";

/** Labels and columns that the view has at most: a dataset may have thousands. */
const SHOWN = 12;

/** Gives a description a view of lines. */
export const displayDescription: <D extends DatasetDescription>(description: D) => D =
  /* @__PURE__ */ displayed((description: DatasetDescription) => {
    const { documents, parts, columns, labels, characters, words, longest, shortest } = description;
    return {
      title: `Description of ${shown(documents)} documents`,
      maxRows: 8 + SHOWN + 5 * SHOWN,
      rows: {
        parts: Object.entries(parts).map(([part, size]) => `${part} ${shown(size)}`),
        labels: labels.map(
          ({ label, documents, share }) => `${label} ${shown(documents)} (${percent(share)})`,
        ),
        ...rowsOf(columns.slice(0, SHOWN), ({ name, types, missing, distinct }) => [
          `column ${name}`,
          `${types.join(" or ")}, ${missing === 0 ? "none" : shown(missing)} missing, ${shown(distinct)} different`,
        ]),
        characters: characters && lengthWords(characters),
        words: words && lengthWords(words),
        longest: longest && exampleWords(longest),
        shortest: shortest && exampleWords(shortest),
        "repeated texts": description.duplicates,
        "invalid rows": description.invalid,
        ...rowsOf(
          labels
            .slice(0, SHOWN)
            .flatMap(({ examples }) => examples.map((example, i) => [example, i] as const)),
          ([example, i]) => [`${example.label} ${i + 1}`, exampleWords(example)],
        ),
      },
    };
  });

function rowsOf<T>(
  values: readonly T[],
  row: (value: T) => readonly [string, string],
): Record<string, string> {
  return Object.fromEntries(values.map(row));
}

function lengthWords({ minimum, quartile1, median, quartile3, maximum, mean }: LengthDescription): string {
  const whole = (length: number) => shown(Math.round(length));
  const inner = `quartiles ${whole(quartile1)}, ${whole(median)}, ${whole(quartile3)}`;
  return `${whole(minimum)} to ${whole(maximum)}, ${inner}, mean ${whole(mean)}`;
}

function exampleWords({ id, text, place }: DescribedExample): string {
  return `${place === undefined ? id : placeWords(place)}: ${JSON.stringify(text.slice(0, 200))}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
