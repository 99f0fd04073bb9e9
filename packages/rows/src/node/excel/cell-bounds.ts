import { escaped, XmlMarkup } from "./xml-markup.js";

/** The most cells of a sheet, empty ones between others too, which the library holds in memory. */
const MOST_CELLS = 20_000_000;
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** The longest start tag of a row or a cell, and the longest one of another kind whose attributes are read. */
const LONGEST_TAG = 4096;

/**
 * Looks through the text of a sheet for the places of its rows and cells. A file of a few bytes may name the last cell of a
 * sheet: what reads it makes all cells before that one. Returns the text in the plainest form, in which every reader sees
 * the same tags: rows and cells have the attributes that are read, and cells without a place have the one after the last,
 * as the standard says.
 *
 * @see ECMA-376, part 1, section 18.3.1.4
 */
export class CellBounds {
  private readonly markup = new XmlMarkup();
  private isSheet = false;
  private mostRows = 0;
  private mostColumns = 0;
  private row = 0;
  /** The place that the row has by its tag. */
  private rowOfTag: number | undefined;
  private column = 0;

  /**
   * Adds a part of the text.
   *
   * @returns What is whole with it, in the plainest form
   * @throws `Error` for a place that no sheet has, for too many cells, or for what is no XML
   */
  push(part: string): string {
    let plain = "";
    for (const markup of this.markup.push(part))
      plain += "tag" in markup ? this.plainTag(markup.tag) : markup.text;
    const { unfinished } = this.markup;
    if (unfinished.length > LONGEST_TAG && LONG_TAG.test(unfinished)) throw tooLong();
    return plain;
  }

  /** The rest of the text. */
  end(): string {
    const { unfinished } = this.markup;
    if (unfinished.includes("<")) throw new Error("a tag does not end");
    return unfinished;
  }

  private plainTag(tag: string): string {
    const name = NAME.exec(tag)?.[1] ?? "";
    const kind = localName(name);
    if (kind === "sheetData") this.isSheet = true;
    if (kind !== "row" && kind !== "c") return plainOther(tag, name);
    if (tag.length > LONGEST_TAG) throw tooLong();
    const isEmpty = tag.endsWith("/>");
    const attributes = attributesOf(tag.slice(1 + name.length, isEmpty ? -2 : -1));
    const places = attributes.filter(([attribute]) => attribute === "r").map(([, value]) => value);
    for (const place of places) this.addPlace(kind, place);
    if (places.length > 1) throw new Error(`a ${kind === "row" ? "row" : "cell"} has two places`);
    if (places.length === 0 && this.isSheet) this.addNext(kind);
    const place =
      kind === "c" && places.length === 0 && this.isSheet ? [["r", this.nextPlace()] as const] : [];
    const kept = [...place, ...attributes.filter(([attribute]) => READ.has(attribute))];
    return `<${name}${kept.map(([attribute, value]) => ` ${attribute}="${value}"`).join("")}${isEmpty ? "/" : ""}>`;
  }

  private addPlace(kind: "row" | "c", place: string): void {
    const [, letters = "", digits] = /^([A-Z]{0,3})([1-9]\d{0,6})$/.exec(place) ?? [];
    if (digits === undefined || (letters === "") !== (kind === "row"))
      throw new Error(
        `${JSON.stringify(place.slice(0, 40))} is no place of a ${kind === "c" ? "cell" : "row"}`,
      );
    const row = Number(digits);
    if (kind === "c") this.column = columnNumber(letters);
    else {
      this.rowOfTag = row;
      this.column = 0;
    }
    this.row = row;
    this.count(place);
    if (kind === "c" && this.rowOfTag !== undefined && row !== this.rowOfTag)
      throw new Error(`the cell ${place} is in row ${this.rowOfTag}`);
  }

  private addNext(kind: "row" | "c"): void {
    if (kind === "c") this.column += 1;
    else {
      this.row += 1;
      this.rowOfTag = undefined;
      this.column = 0;
    }
    this.count(kind === "c" ? this.nextPlace() : `${this.row}`);
  }

  private nextPlace(): string {
    return `${columnLetters(this.column)}${this.row}`;
  }

  private count(place: string): void {
    this.mostRows = Math.max(this.mostRows, this.row);
    this.mostColumns = Math.max(this.mostColumns, this.column);
    if (this.mostRows > MOST_ROWS || this.mostColumns > MOST_COLUMNS)
      throw new Error(`${place} is outside of a sheet`);
    if (this.mostRows * this.mostColumns > MOST_CELLS) {
      const size = `${this.mostRows} rows of ${this.mostColumns} columns`;
      throw new Error(`it has ${size}, and at most ${MOST_CELLS} cells are read; save it as CSV`);
    }
  }
}

/** The attributes of a row or a cell that are read: its place, its kind of value, and its format. */
const READ: ReadonlySet<string> = new Set(["r", "t", "s"]);
const NAME = /^<([^\s/>]+)/;
/** The beginning of a row or a cell, or of a name that may be one. */
const LONG_TAG = /^<(?:[^\s<>/:]*:)?(?:row|c)\s|^<[^\s>]*$/;
const ATTRIBUTE = /\s+([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

/** The attributes of a tag with their names without prefix. Throws `Error` for what is no list of them. */
function attributesOf(text: string): (readonly [name: string, value: string])[] {
  const attributes: (readonly [string, string])[] = [];
  let at = 0;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(text);
    if (found === null) break;
    at = ATTRIBUTE.lastIndex;
    const [, name, quoted, single] = found;
    const value = quoted ?? single!.replaceAll('"', "&quot;");
    if (!/^xmlns(?::|$)/.test(name!)) attributes.push([localName(name!), escaped(value)]);
  }
  if (text.slice(at).trim() !== "")
    throw new Error(`${JSON.stringify(text.slice(at, at + 40))} is no attribute`);
  return attributes;
}

/**
 * A tag of another kind. A long one is left without its attributes, none of which is read: the library needs quadratic time
 * for what is longer than the parts that it reads.
 */
function plainOther(tag: string, name: string): string {
  if (tag.length > LONGEST_TAG) return `<${name}${tag.endsWith("/>") ? "/" : ""}>`;
  return `<${escaped(tag.slice(1, -1))}>`;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function tooLong(): Error {
  return new Error(`a tag is longer than ${LONGEST_TAG} characters`);
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

function columnLetters(number: number): string {
  let letters = "";
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
