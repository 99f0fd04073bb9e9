import { parseWith } from "@imdb/core";
import { z } from "zod";
import type { Page } from "../store/tracking-store.js";
import type { Http } from "./http.js";

/** Tells what a request made, though its answer got lost, from everything else. */
export const REQUEST_TAG = "imdb.request";

/** A record as MLflow's list of keys and values. */
export function toPairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** A page in an answer: the list stands in a field of its own name. */
export function pageWire<S extends z.ZodType>(field: string, item: S): z.ZodType<Page<z.output<S>>> {
  return z
    .object({ [field]: z.array(item).default([]), next_page_token: z.string().optional() })
    .transform((answer) => {
      const next = answer["next_page_token"] as string | undefined;
      return { items: answer[field] as z.output<S>[], ...(next && { nextPageToken: next }) };
    });
}

/**
 * All items of a list that a server gives page by page.
 *
 * @param what  Names the answer in messages.
 * @param ask   Asks for the page of a token.
 */
export async function allPages<T>(
  page: z.ZodType<Page<T>>,
  what: string,
  ask: (page: { readonly page_token: string | undefined }) => Promise<unknown>,
): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const answer: Page<T> = parseWith(page, await ask({ page_token: token }), what);
    items.push(...answer.items);
    token = answer.nextPageToken;
  } while (token);
  return items;
}

/** What a request made in an experiment, when it did: the first item of a search for the request's tag. */
export async function madeBy<T>(
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
