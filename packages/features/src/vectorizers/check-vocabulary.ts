import { InvalidOption } from "@imdb/core";
import { lowerCase } from "../unicode/lower-case.js";
import { stripAccents } from "../unicode/strip-accents.js";
import type { ResolvedCountOptions } from "./count-options.js";
import { isScanning } from "./text-analyzer.js";

/**
 * Refuses given terms with capitals where texts are lowered, and with accents where they are stripped: they can be in no
 * text. Not where a function makes the tokens, which may have capitals again.
 *
 * @throws `INVALID_OPTION` naming `vocabulary` and the place.
 */
export function checkVocabulary({
  vocabulary,
  analyzer,
  tokenizer,
  lowercase,
  stripAccents: how,
}: ResolvedCountOptions): void {
  if (vocabulary === null || (analyzer === "word" && !isScanning(tokenizer))) return;
  // Without accents a text can have capitals: those of U+1D400, which has no small form, and the like.
  const reached = (term: string) =>
    how !== null ? stripAccents(term, how) : lowercase ? lowerCase(term) : term;
  const place = vocabulary.findIndex((term) => reached(term) !== term);
  if (place < 0) return;
  const option = how === null ? "lowercase" : "stripAccents";
  const expected = `${JSON.stringify(reached(vocabulary[place]!))}, as the option ${option} makes it of every text`;
  throw InvalidOption.create({ option: `vocabulary[${place}]`, value: vocabulary[place]!, expected });
}
