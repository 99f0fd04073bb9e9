import { ShapeMismatch } from "@imdb/core";

/** Throws `SHAPE_MISMATCH` unless a list has as many entries as it must have. */
export function assertLength(what: string, list: ArrayLike<unknown>, expected: number): void {
  if (list.length !== expected) throw ShapeMismatch.create({ what, expected, actual: list.length });
}
