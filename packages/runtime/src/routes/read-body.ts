import { InvalidBody, UnsupportedMediaType } from "../errors.js";
import type { Incoming } from "./route.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

/**
 * Reads a JSON body of at most `limit` bytes, strictly UTF-8.
 *
 * @throws `UNSUPPORTED_MEDIA_TYPE`, `TOO_LARGE`, `INVALID_BODY`
 */
export async function readJson(incoming: Incoming, limit: number): Promise<unknown> {
  const type = incoming.header("content-type") ?? "";
  if (!JSON_TYPE.test(type)) {
    throw UnsupportedMediaType.create({ given: type.slice(0, 80), expected: "application/json" });
  }
  const encoding = incoming.header("content-encoding");
  if (encoding && encoding !== "identity") {
    const given = `${encoding.slice(0, 40)}-encoded`;
    throw UnsupportedMediaType.create({ given, expected: "application/json" });
  }
  const bytes = await incoming.body(limit);
  const body = attempt(() => utf8.decode(bytes), "it is not UTF-8");
  return attempt(() => JSON.parse(body) as unknown, "it is not JSON");
}

function attempt<T>(read: () => T, problem: string): T {
  try {
    return read();
  } catch (cause) {
    throw InvalidBody.create({ problem }, { cause });
  }
}
