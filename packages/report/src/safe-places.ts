import { InvalidOption } from "@imdb/core";

const checked = new WeakSet<TemplateStringsArray>();

/**
 * Checks that every value of a template is in a place where escaping makes it safe. A template is checked once, since
 * its literal parts are the same in every call.
 *
 * @throws `INVALID_OPTION`
 */
export function checkPlaces(strings: TemplateStringsArray): void {
  if (checked.has(strings)) return;
  let place: Place = TEXT;
  for (const part of strings.slice(0, -1)) {
    for (const character of part) place = step(place, character);
    if (place.kind !== "text" && !(place.kind === "value" && !UNSAFE.test(place.attribute))) {
      const expected = "values in text or in quoted attributes other than addresses, styles and handlers";
      throw InvalidOption.create({ option: "html", value: part.slice(-40), expected });
    }
  }
  checked.add(strings);
}

type Place =
  | { readonly kind: "text" }
  | { readonly kind: "tag"; readonly written: string }
  | { readonly kind: "value"; readonly quote: string; readonly attribute: string; readonly tag: string }
  /** Inside a script or a style sheet. Its end is not searched: the rest of the template counts as inside. */
  | { readonly kind: "code" };

const TEXT: Place = { kind: "text" };
const UNSAFE = /^(?:xlink:)?(?:href|src|srcset|srcdoc|data|action|formaction|content|style|on\w+)$/i;

function step(place: Place, character: string): Place {
  switch (place.kind) {
    case "text":
      return character === "<" ? { kind: "tag", written: "" } : place;
    case "tag":
      if (character === ">") return /^(?:script|style)\b/i.test(place.written) ? { kind: "code" } : TEXT;
      if (character !== '"' && character !== "'") return { kind: "tag", written: place.written + character };
      return { kind: "value", quote: character, attribute: attributeOf(place.written), tag: place.written };
    case "value":
      return character === place.quote ? { kind: "tag", written: place.tag } : place;
    case "code":
      return place;
  }
}

function attributeOf(written: string): string {
  return /([^\s=]+)=$/.exec(written)?.[1] ?? "";
}
