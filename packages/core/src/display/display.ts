import { assertArgument } from "../errors/assert-argument.js";

/** What is shown of an object: what it is, and one row for each fact. A row whose value is `undefined` is left out. */
export interface Description {
  readonly title: string;
  readonly rows: Readonly<Record<string, unknown>>;
  /** The number of rows at most. Default 11; more for what a user asks for by name. */
  readonly maxRows?: number;
}

/** Node, Deno and Bun print what this method returns. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");
/** Deno's kernel for notebooks shows what this method returns: a view for each MIME type. */
const NOTEBOOK = Symbol.for("Jupyter.display");

const MAX_ROWS = 11;
const MAX_LENGTH = 100;

/**
 * Makes a function that gives objects a short view for `console.log` and for notebooks. The methods are not enumerable:
 * copies, comparisons, JSON and messages to threads are those of the object without them. An object that is frozen or has a
 * view stays as it is.
 *
 * @param describe  Reads the object when it is shown, not before.
 */
/* @__NO_SIDE_EFFECTS__ */
export function displayed<T extends object>(
  describe: (value: T) => Description,
): <U extends T>(value: U) => U {
  const inspected = hidden<T>(function (depth) {
    const description = describe(this);
    return depth! < 0 ? `[${description.title}]` : textOf(description);
  });
  const inNotebook = hidden<T>(function () {
    const description = describe(this);
    return { "text/plain": textOf(description), "text/html": htmlOf(description) };
  });
  return (value) => {
    if (!Object.isExtensible(value) || INSPECT in value) return value;
    // One after the other, which takes half the time of `defineProperties`: a matrix is made for every call of `transform`.
    Object.defineProperty(value, INSPECT, inspected);
    return Object.defineProperty(value, NOTEBOOK, inNotebook);
  };
}

function hidden<T>(value: (this: T, depth?: number) => unknown): PropertyDescriptor {
  return { value, configurable: true, writable: true };
}

/**
 * The HTML view of an object, for notebooks that do not ask for it themselves: `tslab.display.html(displayHtml(data))`.
 *
 * @throws `INVALID_OPTION` for an object that has none.
 */
export function displayHtml(value: object): string {
  const view = (Object(value) as { readonly [NOTEBOOK]?: () => { readonly "text/html": string } })[NOTEBOOK];
  assertArgument("value", value, "a dataset, split, matrix, fitted model or result", view !== undefined);
  return view!.call(value)["text/html"];
}

/** A value for readers: whole numbers with commas, others with four decimals; the first eight of a list; what an object has that is on. */
export function shown(value: unknown): string {
  if (typeof value === "number") {
    return Number.isInteger(value) ? `${value}`.replace(/\B(?=(\d{3})+$)/g, ",") : value.toFixed(4);
  }
  if (Array.isArray(value)) {
    return (
      value.slice(0, 8).map(shown).join(", ") +
      (value[8] === undefined ? "" : ` and ${shown(value.length - 8)} more`)
    );
  }
  if (Object(value) !== value) return `${value}`;
  const fields = Object.entries(value as object).filter(([, one]) => one || one === 0);
  const words = fields.map(([name, one]) => {
    const isRecord = Object(one) === one && !Array.isArray(one);
    return `${name} ${isRecord ? `{ ${shown(one)} }` : JSON.stringify(one)}`;
  });
  return words.sort().join(", ");
}

/** The rows as lines of limited length: labels and file names may hold anything. */
function cellsOf({ title, rows, maxRows = MAX_ROWS }: Description): readonly string[][] {
  const cells = Object.entries(rows).filter(([, value]) => value !== undefined);
  const more = cells.length - maxRows;
  if (more > 0) cells.splice(maxRows - 1, more + 1, ["…", `${more + 1} more rows`]);
  return [[title], ...cells].map((row) =>
    row.map((cell) => {
      const line = shown(cell).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
      return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
    }),
  );
}

function textOf(description: Description): string {
  const [[title], ...cells] = cellsOf(description) as [[string], ...[string, string][]];
  const width = Math.max(...cells.map(([name]) => name.length));
  return [title, ...cells.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join("\n");
}

function htmlOf(description: Description): string {
  const cells = cellsOf(description).map((row) => row.map(escaped));
  const [[title], ...rows] = cells as [[string], ...[string, string][]];
  const lines = rows.map(([name, value]) => `<tr><th>${name}</th><td>${value}</td></tr>`);
  return `<table><caption>${title}</caption>${lines.join("")}</table>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
