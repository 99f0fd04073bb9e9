/** The most cells of a sheet, empty ones between others too, which the library holds in memory. */
const MOST_CELLS = 20_000_000;
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** The longest start tag of a row or a cell that is looked at. */
const LONGEST_TAG = 4096;

/**
 * Looks through the text of a sheet for the places of its rows and cells. A file of a few bytes may name the last cell of a
 * sheet: what reads it makes all cells before that one.
 */
export class CellBounds {
  private rest = "";
  private rows = 0;
  private columns = 0;

  /** Adds a part of the text. Throws `Error` for a place that no sheet has, or for too many cells. */
  push(part: string): void {
    const text = this.rest + part;
    TAG.lastIndex = 0;
    let end = 0;
    for (let found = TAG.exec(text); found !== null; found = TAG.exec(text)) {
      end = TAG.lastIndex;
      this.add(found[1]!);
    }
    const open = text.lastIndexOf("<");
    this.rest = open < end ? "" : text.slice(open);
    if (this.rest.length <= LONGEST_TAG) return;
    if (LONG_TAG.test(this.rest)) throw new Error(`a tag is longer than ${LONGEST_TAG} characters`);
    this.rest = "";
  }

  private add(attributes: string): void {
    for (const [, , place] of attributes.matchAll(PLACE)) this.addPlace(place!);
  }

  private addPlace(place: string): void {
    const [, letters, digits] = /^([A-Z]{0,3})([1-9]\d{0,6})$/.exec(place) ?? [];
    if (digits === undefined) throw new Error(`${JSON.stringify(place.slice(0, 40))} is no place of a sheet`);
    this.rows = Math.max(this.rows, Number(digits));
    this.columns = Math.max(this.columns, columnNumber(letters!));
    if (this.rows > MOST_ROWS || this.columns > MOST_COLUMNS)
      throw new Error(`${place} is outside of a sheet`);
    if (this.rows * this.columns > MOST_CELLS) {
      const size = `${this.rows} rows of ${this.columns} columns`;
      throw new Error(`it has ${size}, and at most ${MOST_CELLS} cells are read; save it as CSV`);
    }
  }
}

/** The start tag of a row or a cell. Neither texts nor attributes have `<`. */
const TAG = /<(?:[^\s<>/:]+:)?(?:row|c)(\s[^<>]*)>/g;
const PLACE = /[\s:]r\s*=\s*(["'])(.*?)\1/gs;
/** The beginning of such a tag, or of a name that may be one. */
const LONG_TAG = /^<(?:[^\s<>/:]+:)?(?:row|c)\s|^<[^\s>]*$/;

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}
