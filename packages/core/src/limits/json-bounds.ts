import { optionsOf } from "../options/options-of.js";
import { optional, rule } from "../options/rule.js";
import { depthProblem, isDeeper, JSON_DEPTH } from "./json-depth.js";
import { scanJson } from "./json-scan.js";

/** How much a JSON document may hold. Each is the largest number that is allowed. */
export interface JsonBounds {
  /** Lists and objects in one another. Default 100. */
  readonly depth?: number;
  /** Members of one list or object. Default: any. */
  readonly members?: number;
  /** Values in the whole document. Default: any. */
  readonly values?: number;
}

const count = optional(rule<number>("a number from 0", (value) => typeof value === "number" && value >= 0));
const boundsOptions = optionsOf<JsonBounds, keyof JsonBounds>({
  depth: count,
  members: count,
  values: count,
});

/** A bound that a document exceeds. */
export interface JsonExcess {
  readonly bound: keyof JsonBounds;
  readonly limit: number;
}

/**
 * Counts what a JSON text holds before a parser or a schema sees it. One pass, which ends at the first bound that is
 * exceeded. It does not check the syntax.
 *
 * @returns The bound that is exceeded; `undefined` when there is none.
 * @throws `INVALID_OPTION`
 * @example
 * jsonExcess("[1,2,3]", { members: 2 }); // => { bound: "members", limit: 2 }
 */
export function jsonExcess(text: string, bounds?: JsonBounds): JsonExcess | undefined {
  return excessOf(text, resolvedBounds(bounds, "jsonExcess"));
}

/**
 * Makes {@link jsonExcess} for many texts: the bounds are checked once.
 *
 * @throws `INVALID_OPTION`
 */
export function jsonLimiter(bounds: JsonBounds): (text: string) => JsonExcess | undefined {
  const resolved = resolvedBounds(bounds, "jsonLimiter");
  return (text) => excessOf(text, resolved);
}

function resolvedBounds(bounds: JsonBounds | undefined, of: string): Required<JsonBounds> {
  const {
    depth = JSON_DEPTH,
    members = Number.POSITIVE_INFINITY,
    values = Number.POSITIVE_INFINITY,
  } = bounds === undefined ? {} : boundsOptions.resolve(bounds, of);
  return { depth, members, values };
}

function excessOf(text: string, { depth, members, values }: Required<JsonBounds>): JsonExcess | undefined {
  const onlyDepth = members === Number.POSITIVE_INFINITY && values === Number.POSITIVE_INFINITY;
  if (onlyDepth) return isDeeper(text, depth) ? { bound: "depth", limit: depth } : undefined;
  let count = 1;
  let excess: JsonExcess | undefined;
  const within = (bound: keyof JsonBounds, actual: number, limit: number) => {
    if (actual > limit) excess = { bound, limit };
    return excess === undefined;
  };
  scanJson(text, {
    open: (at) => within("depth", at, depth) && within("values", ++count, values),
    comma: (of) => within("members", of, members) && within("values", ++count, values),
  });
  return excess;
}

/** The words for an excess: `what` has more than so many of something. */
export function excessProblem({ bound, limit }: JsonExcess): string {
  if (bound === "depth") return depthProblem(limit);
  return bound === "members"
    ? `one of its lists or objects has more than ${limit} members`
    : `it holds more than ${limit} values`;
}
