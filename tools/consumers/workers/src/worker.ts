import { type PlainParts, runWeb } from "../program/web.js";
import split from "../split.json";
import films from "./films.js";

export default {
  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== "/program") return films.fetch(request);
    return Response.json(await runWeb(split as unknown as PlainParts));
  },
};
