import { type Node, parseRegex, RegexProblem } from "./parse.js";

/** A step of the automaton: it takes one character, or leads on without one. */
type Step =
  | { readonly kind: "character"; readonly accepts: (character: string) => boolean; readonly next: number }
  | { readonly kind: "start" | "end"; readonly next: number }
  | { readonly kind: "fork"; next: readonly number[] }
  | { readonly kind: "found" };

/** The steps that a text has reached, with those that follow each character that was seen there. */
interface Reached {
  readonly steps: readonly number[];
  readonly isFound: boolean;
  readonly after: Map<number, Reached>;
}

const MAX_STEPS = 2000;
/** Remembered followers; beyond this number they are forgotten, so that memory is bounded. */
const MAX_FOLLOWERS = 20_000;

/** Tests whether a regular expression is found in a text. */
export type LinearRegex = (text: string) => boolean;

/**
 * Makes the test of a regular expression in the syntax of JavaScript with the flag `u`, that takes linear time for every text:
 * all ways through the expression are followed at once, so there is no backtracking.
 *
 * @returns The test, or the reason why there is none: a wrong syntax, or what cannot be matched so.
 * @see Thompson (1968), Regular expression search algorithm, CACM 11(6); Cox (2007), Regular expression matching can be
 *      simple and fast.
 */
export function linearRegex(source: string): LinearRegex | { readonly problem: string } {
  try {
    new RegExp(source, "u");
    const steps: Step[] = [{ kind: "found" }];
    const first = compile(parseRegex(source), 0, steps);
    return testOf(steps, first);
  } catch (error) {
    if (error instanceof RegexProblem) return { problem: `${error.problem} needs more than linear time` };
    if (error instanceof SyntaxError) return { problem: error.message };
    throw error;
  }
}

/** Adds the steps of a node that lead to `next`. Returns the first of them. */
function compile(node: Node, next: number, steps: Step[]): number {
  switch (node.kind) {
    case "character":
      return add(steps, { kind: "character", accepts: acceptorOf(node.source), next });
    case "start":
    case "end":
      return add(steps, { kind: node.kind, next });
    case "sequence":
      return node.items.reduceRight((to, item) => compile(item, to, steps), next);
    case "choice":
      return add(steps, { kind: "fork", next: node.items.map((item) => compile(item, next, steps)) });
    case "repeat":
      return compileRepeat(node, next, steps);
  }
}

function compileRepeat(
  { of, min, max }: Extract<Node, { kind: "repeat" }>,
  next: number,
  steps: Step[],
): number {
  let first = next;
  if (max === Infinity) {
    const loop: Step = { kind: "fork", next: [] };
    first = add(steps, loop);
    loop.next = [compile(of, first, steps), next];
  } else {
    for (let i = min; i < max; i++) {
      first = add(steps, { kind: "fork", next: [compile(of, first, steps), next] });
    }
  }
  for (let i = 0; i < min; i++) {
    const before = compile(of, first, steps);
    // A part without characters: repeating it adds nothing.
    if (before === first) break;
    first = before;
  }
  return first;
}

function add(steps: Step[], step: Step): number {
  if (steps.length === MAX_STEPS) throw new RegexProblem(`an expression of more than ${MAX_STEPS} steps`);
  return steps.push(step) - 1;
}

function acceptorOf(source: string): (character: string) => boolean {
  const one = new RegExp(`^(?:${source})$`, "u");
  return (character) => one.test(character);
}

function testOf(steps: readonly Step[], first: number): LinearRegex {
  const known = new Map<string, Reached>();
  let followers = 0;
  const reached = (from: readonly number[], isStart: boolean, isEnd: boolean): Reached => {
    const found = closure(steps, from, isStart, isEnd);
    const key = found.join(" ");
    const state = known.get(key) ?? { steps: found, isFound: found[0] === 0, after: new Map() };
    known.set(key, state);
    return state;
  };
  const follow = (state: Reached, point: number): Reached => {
    const character = String.fromCodePoint(point);
    const next = [first];
    for (const at of state.steps) {
      const step = steps[at]!;
      if (step.kind === "character" && step.accepts(character)) next.push(step.next);
    }
    if (++followers > MAX_FOLLOWERS) {
      for (const old of known.values()) old.after.clear();
      known.clear();
      followers = 0;
    }
    const to = reached(next, false, false);
    state.after.set(point, to);
    return to;
  };
  return (text) => {
    let state = reached([first], true, false);
    for (let i = 0; i < text.length && !state.isFound; ) {
      const point = text.codePointAt(i)!;
      i += point > 0xffff ? 2 : 1;
      state = state.after.get(point) ?? follow(state, point);
    }
    return state.isFound || closure(steps, state.steps, text === "", true)[0] === 0;
  };
}

/** All steps that are reached without a character, in ascending order: the end of the expression, if found, is the first. */
function closure(
  steps: readonly Step[],
  from: readonly number[],
  isStart: boolean,
  isEnd: boolean,
): readonly number[] {
  const seen = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const step = steps[at]!;
    if (step.kind === "fork") open.push(...step.next);
    else if (step.kind === "start" && isStart) open.push(step.next);
    else if (step.kind === "end" && isEnd) open.push(step.next);
  }
  return [...seen].sort((a, b) => a - b);
}
