import { type JsonBounds, jsonLimiter, parseWith } from "@imdb/core";
import type * as z from "zod";
import { InvalidBody, TooLarge, UnsupportedMediaType } from "../errors.js";
import type { Incoming } from "./route.js";

/** How much a body may hold. It is counted before a parser and a schema see the body. */
export interface BodyBounds extends JsonBounds {
  readonly bytes: number;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const WHAT = {
  depth: "The depth of the request body",
  members: "A list or an object of the request body, in members,",
  values: "The request body, in values,",
} as const;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

/** Reads the JSON body of a request. */
export type ReadJsonBody = (incoming: Incoming) => Promise<unknown>;

/**
 * Makes a function that reads JSON bodies, strictly UTF-8. It rejects with `UNSUPPORTED_MEDIA_TYPE`, with `TOO_LARGE`
 * for more than the bounds allow, or with `INVALID_BODY`.
 *
 * @throws `INVALID_OPTION`
 */
export function jsonBodyReader({ bytes: limit, ...bounds }: BodyBounds): ReadJsonBody {
  const excessOf = jsonLimiter(bounds);
  return async (incoming) => {
    assertJsonType(incoming);
    const bytes = await incoming.body(limit);
    const body = attempt(() => utf8.decode(bytes), "it is not UTF-8");
    const excess = excessOf(body);
    if (excess) throw TooLarge.create({ what: WHAT[excess.bound], limit: excess.limit });
    return attempt(() => JSON.parse(body) as unknown, "it is not JSON");
  };
}

function assertJsonType(incoming: Incoming): void {
  const type = incoming.header("content-type") ?? "";
  if (!JSON_TYPE.test(type)) {
    throw UnsupportedMediaType.create({ given: type.slice(0, 80), expected: "application/json" });
  }
  const encoding = incoming.header("content-encoding");
  if (encoding && encoding !== "identity") {
    const given = `${encoding.slice(0, 40)}-encoded`;
    throw UnsupportedMediaType.create({ given, expected: "application/json" });
  }
}

/**
 * Checks a body with a schema.
 *
 * @throws `SCHEMA_MISMATCH`, which repeats nothing of the body.
 */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown, what: string): z.output<S> {
  return parseWith(schema, body, what, ({ code }) =>
    code === "unrecognized_keys" ? "Unrecognized keys" : undefined,
  );
}

function attempt<T>(read: () => T, problem: string): T {
  try {
    return read();
  } catch (cause) {
    throw InvalidBody.create({ problem }, { cause });
  }
}
