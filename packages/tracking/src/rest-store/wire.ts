import { parseWith, SchemaMismatch } from "@imdb/core";
import * as z from "zod";
import { checkRecord } from "../entities/check-record.js";
import type { Page } from "../store/tracking-store.js";
import type { Http } from "./http.js";

/** The tag by which the result of a request is found when its answer was lost. */
export const REQUEST_TAG = "imdb.request";

/** A record as MLflow's list of pairs of key and value. */
export function toPairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  checkRecord("tags", values);
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** The schema of an answer that is a page, with its items in the named field. */
export function pageWire<S extends z.ZodType>(field: string, item: S): z.ZodType<Page<z.output<S>>> {
  return z
    .object({ [field]: z.array(item).default([]), next_page_token: z.string().optional() })
    .transform((answer) => {
      const next = answer["next_page_token"] as string | undefined;
      return { items: answer[field] as z.output<S>[], ...(next && { nextPageToken: next }) };
    });
}

/**
 * All items of a list that a server returns page by page.
 *
 * @param what     Names the answer in messages.
 * @param getPage  Requests the page of a token.
 * @throws `SCHEMA_MISMATCH`, also for a server that returns a token again: its pages would never end.
 */
export async function allPages<T>(
  page: z.ZodType<Page<T>>,
  what: string,
  getPage: (page: { readonly page_token: string | undefined }) => Promise<unknown>,
): Promise<T[]> {
  const items: T[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const answer: Page<T> = parseWith(page, await getPage({ page_token: token }), what);
    for (const item of answer.items) items.push(item);
    token = answer.nextPageToken;
    if (token !== undefined && tokens.has(token)) {
      throw SchemaMismatch.create({
        what,
        issues: [{ path: "next_page_token", message: "it was returned before" }],
      });
    }
    if (token !== undefined) tokens.add(token);
  } while (token);
  return items;
}

/** What an earlier attempt of a request created in an experiment; `undefined` when it created nothing. */
export async function findByRequest<T>(
  http: Http,
  path: "runs/search" | "logged-models/search",
  page: z.ZodType<Page<T>>,
  experimentId: string,
  request: string,
): Promise<T | undefined> {
  const filter = `tags.\`${REQUEST_TAG}\` = '${request}'`;
  const input = { experiment_ids: [experimentId], filter, max_results: 1 };
  const view = path === "runs/search" ? { run_view_type: "ALL" } : {};
  return parseWith(page, await http.call("POST", path, { ...input, ...view }), "The search").items[0];
}
