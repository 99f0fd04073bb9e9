import { InvalidOption } from "@imdb/core";

/** The URL of an option that must be an http or https address. @throws `INVALID_OPTION` naming the option. */
export function httpUrl(option: string, value: string | undefined): URL {
  const url = value !== undefined && URL.canParse(value) ? new URL(value) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw InvalidOption.create({ option, value, expected: "an http or https address" });
}
