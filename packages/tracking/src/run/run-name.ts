import { randomInt } from "node:crypto";

const ADJECTIVES =
  "able bold brisk calm candid clear deft eager fair fleet frank glad keen kind lucid merry neat noble plain prime proud quick quiet rapid ready sharp smart solid spry stout sunny swift tidy true vivid warm wise witty".split(
    " ",
  );
const NOUNS =
  "arc bass birch brook cedar cliff coast crane creek dune elm fern finch fjord flint gale grove hare hawk heron lark ledge maple marsh moss otter peak pine quail reef ridge robin sedge shoal slate snipe spruce tern vale wren".split(
    " ",
  );

/** A name for a run that was given none, such as `swift-heron-417`, in the manner of MLflow's. */
export function randomRunName(): string {
  const pick = (words: readonly string[]) => words[randomInt(words.length)]!;
  return `${pick(ADJECTIVES)}-${pick(NOUNS)}-${randomInt(1_000)}`;
}
