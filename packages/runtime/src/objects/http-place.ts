import { InvalidOption } from "@imdb/core";
import { checkUrl } from "../remote/check-request.js";

/** The address of a folder, with a slash at its end. @throws `INVALID_OPTION` for one that may hold a secret */
export function baseOf(given: string): URL {
  const url = checkUrl(given);
  if (url.search !== "" || url.hash !== "") {
    const expected = "an address without query and fragment; send a key in a header";
    const value = `${url.origin}${url.pathname}`;
    throw InvalidOption.create({ option: "url", value, expected, of: "httpObjects" });
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/** Refuses headers that cannot be sent. Before the first request: the error of `fetch` for a header shows its value. */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (/^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) continue;
    const expected = "a header that can be sent: a name of letters, digits and -, and a value on one line";
    throw InvalidOption.create({
      option: `headers.${name}`,
      value: "not shown",
      expected,
      of: "httpObjects",
    });
  }
}
