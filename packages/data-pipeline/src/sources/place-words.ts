import type { ExamplePlace } from "./source.js";

/** A place in words: `reviews.csv, row 7`. */
export function placeWords({ source, row }: ExamplePlace): string {
  return row === undefined ? source : `${source}, row ${row}`;
}
