import { integer, type OptionRule, rule } from "@imdb/core/options";
import type { RowStart } from "./row-buffer.js";

const place = integer(0, Number.MAX_SAFE_INTEGER);

/** The rule of {@link RowStart}. */
export const rowStartRule: OptionRule<RowStart> = rule(
  "the place of a row: row, line and byte, each a whole number from 0",
  (value) => {
    const { row, line, byte } = Object(value) as Partial<RowStart>;
    return [row, line, byte].every(place.accepts);
  },
);
