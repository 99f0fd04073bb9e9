/** The longest tag, comment or run of text of a workbook. A cell has 32,767 characters, each written in up to 10. */
const LONGEST = 2 ** 19;

/** A part of a text of XML. Instructions and comments are not told. */
export type Markup = { readonly text: string } | { readonly tag: string };

/** Splits a text of XML, which arrives in any parts, into tags and the text between them, in linear time. */
export class XmlMarkup {
  private rest = "";

  /**
   * The tags and texts that are whole with this part. A text may be told in several ones.
   *
   * @throws `Error` for a document type, which no workbook may have, and for a part that is too long
   */
  push(part: string): Markup[] {
    const text = this.rest + part;
    const found: Markup[] = [];
    let at = 0;
    for (let open = text.indexOf("<"); open >= 0; open = text.indexOf("<", at)) {
      const end = endOfMarkup(text, open);
      if (end === undefined) break;
      if (at < open) found.push({ text: text.slice(at, open) });
      const markup = markupOf(text.slice(open, end));
      if (markup !== undefined) found.push(markup);
      at = end;
    }
    this.rest = text.slice(at);
    if (this.rest.length > LONGEST) throw new Error(`a tag or text is longer than ${LONGEST} characters`);
    return found;
  }

  /** What is after the last tag, or the beginning of one that does not end. */
  get unfinished(): string {
    return this.rest;
  }
}

/** Where the markup ends that begins at `open`; undefined where it does not end in the text. */
function endOfMarkup(text: string, open: number): number | undefined {
  const next = text[open + 1];
  if (next === "?") return after(text, "?>", open + 2);
  if (next !== "!") return endOfTag(text, open + 1);
  if (text.startsWith("<!--", open)) return after(text, "-->", open + 4);
  if (text.startsWith(CDATA, open)) return after(text, "]]>", open + CDATA.length);
  const begun = text.slice(open);
  if ("<!--".startsWith(begun) || CDATA.startsWith(begun)) return undefined;
  throw new Error("it has a document type (<!DOCTYPE), which no workbook has");
}

const CDATA = "<![CDATA[";

function after(text: string, end: string, from: number): number | undefined {
  const at = text.indexOf(end, from);
  return at < 0 ? undefined : at + end.length;
}

/** A `>` in quotes does not end a tag. */
function endOfTag(text: string, from: number): number | undefined {
  for (let at = from; ; ) {
    END_OR_QUOTE.lastIndex = at;
    const found = END_OR_QUOTE.exec(text);
    if (found === null) return undefined;
    if (found[0] === ">") return found.index + 1;
    const close = text.indexOf(found[0], found.index + 1);
    if (close < 0) return undefined;
    at = close + 1;
  }
}

const END_OR_QUOTE = /[>"']/g;

function markupOf(markup: string): Markup | undefined {
  if (markup.startsWith(CDATA))
    return { text: escaped(markup.slice(CDATA.length, -3).replaceAll("&", "&amp;")) };
  return markup[1] === "?" || markup[1] === "!" ? undefined : { tag: markup };
}

/** Without characters by which a reader that does not look at quotes would end or begin a tag. */
export function escaped(text: string): string {
  return /[<>]/.test(text) ? text.replaceAll("<", "&lt;").replaceAll(">", "&gt;") : text;
}
