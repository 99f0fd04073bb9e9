import { byCodePoint, InvalidOption } from "@imdb/core";
import type { ViewType } from "../entities/experiment.js";
import type { Run } from "../entities/run.js";
import { type Page, type RunSearch, runSearchOptions } from "../store/tracking-store.js";
import { columnValue, parseColumn } from "./column.js";
import { parseFilter } from "./parse-filter.js";
import { fail, tokenize } from "./tokens.js";

/**
 * The page of runs that a search asks for.
 *
 * @param runsOf  Returns the runs of experiments in a view.
 * @throws `INVALID_OPTION`, `INVALID_SEARCH_FILTER`
 */
export function searchPage(
  search: RunSearch,
  runsOf: (experimentIds: readonly string[], view: ViewType) => readonly Run[],
): Page<Run> {
  const { experimentIds, view, filter, orderBy, maxResults, pageToken } = runSearchOptions.resolve(
    search,
    "searchRuns",
  );
  const start = startOf(pageToken);
  const [matches, compare] = [parseFilter(filter), parseOrderBy(orderBy)];
  const runs = runsOf(experimentIds, view).filter(matches).sort(compare);
  const end = start + maxResults;
  return {
    items: runs.slice(start, end),
    ...(end < runs.length && { nextPageToken: Buffer.from(String(end)).toString("base64url") }),
  };
}

function startOf(pageToken: string | undefined): number {
  if (pageToken === undefined) return 0;
  const start = Number(Buffer.from(pageToken, "base64url").toString());
  if (Number.isSafeInteger(start) && start > 0) return start;
  const expected = "the nextPageToken of the page before";
  throw InvalidOption.create({ option: "pageToken", value: pageToken, expected, of: "searchRuns" });
}

/**
 * Parses orders such as `metrics.accuracy DESC`. In both directions NaN comes after all numbers, and runs without the
 * value come last. Ties: the newest start first, then the smallest run id.
 *
 * @throws `INVALID_SEARCH_FILTER`
 */
function parseOrderBy(orderBy: readonly string[]): (a: Run, b: Run) => number {
  const orders = orderBy.map(parseOrder);
  return (a, b) => {
    for (const order of orders) {
      const difference = order(a, b);
      if (difference !== 0) return difference;
    }
    return b.info.startTime - a.info.startTime || byCodePoint(a.info.runId, b.info.runId);
  };
}

function parseOrder(order: string): (a: Run, b: Run) => number {
  const [name, direction, more] = tokenize(order);
  if (name?.kind !== "name") fail(order, 0, "expected a column");
  if (more) fail(order, more.position, `expected the end, found ${more.text}`);
  const column = parseColumn(name.text, order, name.position);
  if (column.entity === "dataset") fail(order, name.position, "runs cannot be ordered by datasets");
  const word = direction?.text.toUpperCase() ?? "ASC";
  if (word !== "ASC" && word !== "DESC")
    fail(order, direction!.position, `expected ASC or DESC, found ${word}`);
  const sign = word === "ASC" ? 1 : -1;
  return (a, b) => compare(columnValue(a, column), columnValue(b, column), sign);
}

function compare(a: string | number | undefined, b: string | number | undefined, sign: number): number {
  const missing = rank(a) - rank(b);
  if (missing !== 0 || rank(a) > 0) return missing;
  if (typeof a === "number" && typeof b === "number") return a === b ? 0 : a < b ? -sign : sign;
  return sign * byCodePoint(String(a), String(b));
}

function rank(value: string | number | undefined): number {
  if (value === undefined) return 2;
  return Number.isNaN(value) ? 1 : 0;
}
