import { InvalidOption } from "@imdb/core";
import type { Run } from "../entities/run.js";
import type { Page, RunSearch } from "../store/tracking-store.js";
import { parseOrderBy } from "./order-by.js";
import { parseFilter } from "./parse-filter.js";

const MOST = 50_000;

/** Filters, orders and cuts runs to the page that a search asks for. */
export function searchPage(runs: readonly Run[], search: RunSearch): Page<Run> {
  const { filter = "", orderBy = [], maxResults = 1_000, pageToken } = search;
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > MOST) {
    const expected = "a whole number from 1 to 50000";
    throw InvalidOption.create({ option: "maxResults", value: maxResults, expected });
  }
  const start = startOf(pageToken);
  const matches = runs.filter(parseFilter(filter)).sort(parseOrderBy(orderBy));
  const end = start + maxResults;
  return {
    items: matches.slice(start, end),
    ...(end < matches.length && { nextPageToken: Buffer.from(String(end)).toString("base64url") }),
  };
}

function startOf(pageToken: string | undefined): number {
  if (pageToken === undefined) return 0;
  const start = Number(Buffer.from(pageToken, "base64url").toString());
  if (Number.isSafeInteger(start) && start > 0) return start;
  const expected = "the nextPageToken of the page before";
  throw InvalidOption.create({ option: "pageToken", value: pageToken, expected });
}
