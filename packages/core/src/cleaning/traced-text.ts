import { type CleaningStep, checkCleaning, type TracedText } from "./cleaning-step.js";

/** A range of a text that a step replaces, and the number of units that replace it. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/**
 * Cleans a text and returns the origin of each unit of the result. For a step without a `trace` of its own, the unchanged
 * beginning and end are traced, and everything between counts as one edit.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const { text, start, end } = traceCleaning("caf&eacute;<br />bar", [htmlEntities(), htmlBreaks()]);
 * [text, start[3], end[3]]; // => ["café\nbar", 3, 11]
 */
export function traceCleaning(text: string, steps: readonly CleaningStep[]): TracedText {
  checkCleaning(text, steps);
  let traced = tracedEdits(text, text, []);
  for (const step of steps) {
    const next = step.trace?.(traced.text) ?? tracedChange(traced.text, step.apply(traced.text));
    if (next.text !== traced.text || next.start.length !== traced.start.length)
      traced = composeTraces(traced, next);
  }
  return traced;
}

/** The trace of a step's result from its edits, in ascending order; units between edits are unchanged. */
export function tracedEdits(before: string, after: string, edits: readonly Edit[]): TracedText {
  const start = new Uint32Array(after.length);
  const end = new Uint32Array(after.length);
  let from = 0;
  let at = 0;
  const copy = (until: number) => {
    for (; from < until; from++, at++) {
      start[at] = from;
      end[at] = from + 1;
    }
  };
  for (const edit of edits) {
    copy(edit.from);
    start.fill(edit.from, at, at + edit.length);
    end.fill(edit.to, at, at + edit.length);
    at += edit.length;
    from = edit.to;
  }
  const isWhole = at + before.length - from === after.length;
  // Edits that do not add up to the result are ignored.
  if (!isWhole) return tracedChange(before, after);
  copy(before.length);
  return { text: after, start, end };
}

/** The edits of a replacement of every match of a pattern. */
export function editsOf(text: string, pattern: RegExp, replacement: (match: string) => string): Edit[] {
  const edits: Edit[] = [];
  for (const { 0: match, index } of text.matchAll(pattern)) {
    const replaced = replacement(match);
    if (replaced !== match) edits.push({ from: index, to: index + match.length, length: replaced.length });
  }
  return edits;
}

/** Traces the unchanged beginning and end; everything between is one edit. */
function tracedChange(before: string, after: string): TracedText {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  const edit = { from: head, to: before.length - tail, length: after.length - tail - head };
  return tracedEdits(before, after, [edit]);
}

/** The trace of the second step in offsets of the first step's input. */
function composeTraces(first: TracedText, second: TracedText): TracedText {
  const start = second.start.map((from) => first.start[from]!);
  const end = second.end.map((to) => first.end[to - 1]!);
  return { text: second.text, start, end };
}
