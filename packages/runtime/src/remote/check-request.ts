import { InvalidOption } from "@imdb/core";
import { checkOption, rule } from "@imdb/core/options";
import { httpUrl } from "./http-url.js";
import { reasonOf } from "./remote-failure.js";

const CALL = "a remote call";

/** A token of RFC 9110, and none of the methods that `fetch` refuses. */
const method = rule<string>(
  "an HTTP method, such as GET or POST",
  (value) =>
    typeof value === "string" &&
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value) &&
    !/^(?:connect|trace|track)$/i.test(value),
);

/** The address of a call. @throws `INVALID_OPTION` for one that is not http or https, or holds a name or a password. */
export function checkUrl(address: string | URL): URL {
  const url = httpUrl("url", String(address));
  if (url.username === "" && url.password === "") return url;
  const value = `${url.origin}${url.pathname}`;
  const expected = "an address without a name and a password; send them in the header Authorization";
  throw InvalidOption.create({ option: "url", value, expected, of: CALL });
}

/** Refuses a request that `fetch` cannot send, however often it is tried. @throws `INVALID_OPTION` */
export function checkRequest(request: RequestInit): void {
  checkOption("method", request.method ?? "GET", method, CALL);
  if (request.body != null && /^(?:get|head)$/i.test(request.method ?? "GET")) {
    const expected = `no body with the method ${request.method ?? "GET"}`;
    throw InvalidOption.create({ option: "body", value: "a body", expected, of: CALL });
  }
  try {
    new Headers(request.headers);
  } catch (cause) {
    const expected = `headers that can be sent (${reasonOf(cause)})`;
    throw InvalidOption.create({ option: "headers", value: "invalid", expected, of: CALL }, { cause });
  }
}
