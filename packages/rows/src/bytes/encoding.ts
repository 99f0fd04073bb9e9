import { type OptionRule, rule } from "@imdb/core/options";

/**
 * The name of an encoding, as the WHATWG standard has it, or `guess`: it is found from the bytes. Names are those of
 * `TextDecoder`: `iso-8859-1` is `windows-1252`, as in browsers.
 *
 * @see https://encoding.spec.whatwg.org/#names-and-labels
 */
export type EncodingName = string;

/**
 * How the encoding of a file is known: by the mark at its start, because the caller named it, because the server said it in
 * the content type, or by a guess.
 */
export type EncodingBasis = "mark" | "name" | "server" | "guess";

/** The encoding that a file is read in. */
export interface FoundEncoding {
  /** Its lower-case name in the WHATWG standard. */
  readonly encoding: string;
  readonly basis: EncodingBasis;
}

/** The rule of an option that names an encoding. */
export const encodingRule: OptionRule<EncodingName> = rule<EncodingName>(
  'an encoding that this runtime knows, such as "windows-1252", "utf-16le" or "shift_jis"; or "guess"',
  (value) => typeof value === "string" && (value === "guess" || standardName(value) !== undefined),
);

/** Whether a text is the name of an encoding that this runtime knows. */
export function isEncodingName(name: string): name is EncodingName {
  return standardName(name) !== undefined;
}

/** The rule of an option that names an encoding, for files that are too short for a guess. */
export const namedEncodingRule: OptionRule<EncodingName> = rule<EncodingName>(
  'an encoding that this runtime knows, such as "windows-1252", "utf-16le" or "shift_jis"',
  (value) => typeof value === "string" && standardName(value) !== undefined,
);

/** The name of an encoding in the standard: `windows-1252` for `latin1`; `undefined` when the runtime does not know it. */
export function standardName(label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).encoding;
  } catch {
    return undefined;
  }
}

/** The encoding whose byte order mark some bytes begin with. */
export function markedEncoding(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xef && second === 0xbb && third === 0xbf ? "utf-8" : undefined;
}

/** Whether some bytes begin with the byte order mark of UTF-32, which no runtime decodes. That of `utf-32le` begins as that of UTF-16. */
export function markedUtf32(bytes: Uint8Array): "utf-32le" | "utf-32be" | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return "utf-32le";
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? "utf-32be" : undefined;
}

/** UTF-16 without a mark, when the first two characters are ASCII: `a 00 b 00`. No text begins with them in UTF-8. */
export function unmarkedUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [a, b, c, d] = bytes;
  if (a && b === 0 && c && d === 0) return "utf-16le";
  return a === 0 && b && c === 0 && d ? "utf-16be" : undefined;
}
