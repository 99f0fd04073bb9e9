import type { CleaningStep, TracedText } from "./cleaning-step.js";

/** A place of a text that a step replaces, and how many units stand there afterwards. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/**
 * Cleans a text and says where each unit of the result comes from. Steps without a `trace` of their own are
 * followed as far as the text is the same from either end; what is between counts as one place.
 *
 * @example
 * const { text, start, end } = traceCleaning("caf&eacute;<br />bar", [htmlEntities(), htmlBreaks()]);
 * [text, start[3], end[3]]; // => ["café\nbar", 3, 11]
 */
export function traceCleaning(text: string, steps: readonly CleaningStep[]): TracedText {
  let traced = tracedEdits(text, text, []);
  for (const step of steps) {
    const next = step.trace?.(traced.text) ?? tracedChange(traced.text, step.apply(traced.text));
    if (next.text !== traced.text || next.start.length !== traced.start.length) traced = follow(traced, next);
  }
  return traced;
}

/** A step's result and the edits that led to it, in ascending order; between them the units correspond. */
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
  // Edits that do not add up are not believed.
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

/** What is the same at both ends stays; the rest is one edit. */
function tracedChange(before: string, after: string): TracedText {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  const edit = { from: head, to: before.length - tail, length: after.length - tail - head };
  return tracedEdits(before, after, [edit]);
}

/** The second trace in terms of where the first began. */
function follow(first: TracedText, second: TracedText): TracedText {
  const start = second.start.map((from) => first.start[from]!);
  const end = second.end.map((to) => first.end[to - 1]!);
  return { text: second.text, start, end };
}
