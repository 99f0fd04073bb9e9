import { byCodePoint } from "@imdb/core";
import type { ExamplePlace } from "../sources/source.js";

/** Where the examples of a dataset were read, by their ids. */
export interface ExamplePlaces {
  of(id: string): ExamplePlace | undefined;
}

/** Collects the places of examples in little memory: a dataset may have millions. */
export function createPlaces() {
  const names: string[] = [];
  const sources: number[] = [];
  const rows: number[] = [];
  const lines: number[] = [];
  return {
    add({ source, row = 0, line = 0 }: ExamplePlace): void {
      // Examples of one file follow one another.
      if (names.at(-1) !== source) names.push(source);
      sources.push(names.length - 1);
      rows.push(row);
      lines.push(line);
    },
    /**
     * @param ids    Of the examples, in code point order.
     * @param order  For each of them its index in the order in which places were added.
     */
    sorted(ids: readonly string[], order: Uint32Array): ExamplePlaces {
      return {
        of(id) {
          const found = indexOf(ids, id);
          if (found === undefined) return undefined;
          const at = order[found]!;
          return {
            source: names[sources[at]!]!,
            ...(rows[at] === 0 ? {} : { row: rows[at]! }),
            ...(lines[at] === 0 ? {} : { line: lines[at]! }),
          };
        },
      };
    },
  };
}

function indexOf(ids: readonly string[], id: string): number | undefined {
  let from = 0;
  let to = ids.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (byCodePoint(ids[middle]!, id) < 0) from = middle + 1;
    else to = middle;
  }
  return ids[from] === id ? from : undefined;
}

const placesOfDatasets = new WeakMap<object, ExamplePlaces>();

/** Remembers where the examples of a dataset were read. It is no part of the data: the order of rows must not change it. */
export function notePlaces<D extends object>(dataset: D, places: ExamplePlaces): D {
  placesOfDatasets.set(dataset, places);
  return dataset;
}

/** Where an example of a dataset was read; `undefined` for a dataset that was opened, or made otherwise. */
export function placeIn(dataset: object, id: string): ExamplePlace | undefined {
  return placesOfDatasets.get(dataset)?.of(id);
}
