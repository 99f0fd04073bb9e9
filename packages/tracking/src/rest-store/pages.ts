import { parseWith } from "@imdb/core";
import { z } from "zod";

/** One page of a list, and the token of the next. */
interface WirePage<T> {
  readonly items: T[];
  readonly nextPageToken?: string;
}

/** A page in an answer: the list stands in a field of its own name. */
export function pageWire<S extends z.ZodType>(field: string, item: S): z.ZodType<WirePage<z.output<S>>> {
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
  page: z.ZodType<WirePage<T>>,
  what: string,
  ask: (page: { readonly page_token: string | undefined }) => Promise<unknown>,
): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const answer: WirePage<T> = parseWith(page, await ask({ page_token: token }), what);
    items.push(...answer.items);
    token = answer.nextPageToken;
  } while (token);
  return items;
}
