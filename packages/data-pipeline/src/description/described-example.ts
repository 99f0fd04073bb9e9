import type { Example } from "@imdb/core";
import { placeIn } from "../dataset/example-places.js";
import type { ExamplePlace } from "../sources/source.js";

/** One example of a dataset, as people look at it. */
export interface DescribedExample {
  readonly id: string;
  readonly label?: string;
  /** The whole text, cleaned. */
  readonly text: string;
  /** Where it was read; left out for a dataset that was opened from a folder. */
  readonly place?: ExamplePlace;
}

/** Describes one example of a dataset. */
export function describedExample(dataset: object, { id, label, text }: Example): DescribedExample {
  const place = placeIn(dataset, id);
  return { id, ...(label === undefined ? {} : { label }), text, ...(place === undefined ? {} : { place }) };
}
