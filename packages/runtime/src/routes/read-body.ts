import { InvalidBody, UnsupportedMediaType } from "../errors.js";
import type { Incoming } from "./route.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

/**
 * Reads a JSON body of at most `limit` bytes.
 *
 * @throws `UNSUPPORTED_MEDIA_TYPE`, `TOO_LARGE`, `INVALID_BODY`
 */
export async function readJson(incoming: Incoming, limit: number): Promise<unknown> {
  const type = incoming.header("content-type") ?? "";
  if (!JSON_TYPE.test(type)) {
    throw UnsupportedMediaType.create({ given: type.slice(0, 80), expected: "application/json" });
  }
  const body = await readText(incoming, limit);
  try {
    return JSON.parse(body) as unknown;
  } catch (cause) {
    throw InvalidBody.create({ problem: "it is not JSON" }, { cause });
  }
}

/** Reads a text body of at most `limit` bytes, strictly UTF-8. @throws `TOO_LARGE`, `INVALID_BODY` */
async function readText(incoming: Incoming, limit: number): Promise<string> {
  const encoding = incoming.header("content-encoding");
  if (encoding && encoding !== "identity") {
    throw UnsupportedMediaType.create({
      given: `${encoding.slice(0, 40)}-encoded`,
      expected: "application/json",
    });
  }
  const bytes = await incoming.body(limit);
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw InvalidBody.create({ problem: "it is not UTF-8" }, { cause });
  }
}
