import { json, textAnswer } from "@imdb/runtime/routes";
import type { Route } from "../service/route.js";
import { openApiDocument } from "./openapi.js";
import { PAGE, PAGE_HEADERS } from "./page.js";

/** The routes `/openapi.json`, and `/` with a page to try the service. */
export function documentationRoutes(described: readonly Route[], keyed: boolean): Route[] {
  let document: object | undefined;
  const routes: Route[] = [
    {
      method: "GET",
      path: "/openapi.json",
      access: "open",
      operation: { summary: "This description", tag: "documentation" },
      handle() {
        document ??= openApiDocument([...described, ...routes], keyed);
        return json(document);
      },
    },
    {
      method: "GET",
      path: "/",
      access: "open",
      operation: { summary: "A page to try the service", tag: "documentation", responseType: "text/html" },
      handle: () => ({ ...textAnswer(PAGE, "text/html; charset=utf-8"), headers: PAGE_HEADERS }),
    },
  ];
  return routes;
}
