import { InvalidOption } from "@imdb/core";
import { assertSafePlaces } from "./safe-places.js";

// A global symbol: values made by the ESM and the CommonJS build of this package fit each other, and no JSON
// can ever hold one.
const MARKUP: unique symbol = Symbol.for("@imdb/core/Html") as never;

/** Markup that is safe to put on a page: made by {@link html}, never by a cast of a string. */
export interface Html {
  readonly [MARKUP]: string;
}

/** What may stand in a template: text and numbers are escaped, `null`, `undefined` and `false` leave nothing. */
export type HtmlChild = Html | string | number | null | undefined | false | readonly HtmlChild[];

/**
 * A template whose values are escaped, whatever they hold.
 *
 * @throws `INVALID_OPTION` for a value in a place where escaping does not help: in the name of a tag or an
 *         attribute, in an attribute without quotes, in `href`, `src` or `style`, or in a script. Use
 *         {@link link} for addresses.
 * @example
 * renderHtml(html`<b title="${'"'}">${"<i>"}</b>`); // => "<b title=\"&quot;\">&lt;i&gt;</b>"
 */
export function html(strings: TemplateStringsArray, ...children: readonly HtmlChild[]): Html {
  assertSafePlaces(strings);
  let markup = strings[0]!;
  for (let i = 0; i < children.length; i++) markup += render(children[i]) + strings[i + 1]!;
  return raw(markup);
}

/**
 * Takes a text as markup without escaping it. Only for text written in a program, or escaped already: a value
 * from data that comes through here is a hole.
 */
export function raw(trusted: string): Html {
  return { [MARKUP]: trusted };
}

/** The markup as text. */
export function renderHtml(value: Html): string {
  return value[MARKUP];
}

/** Whether a value is {@link Html}, of whichever copy of this package. */
export function isHtml(value: unknown): value is Html {
  return typeof value === "object" && value !== null && MARKUP in value;
}

/**
 * Text as HTML shows it: markup characters as entities, control characters as their visible pictures, lone
 * surrogates as U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text.replace(SPECIAL, (c) => ENTITIES[c] ?? picture(c));
}

const SPECIAL = /[&<>"'`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

function picture(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
}

function render(child: HtmlChild): string {
  if (child === null || child === undefined || child === false) return "";
  if (typeof child === "string") return escapeHtml(child);
  if (typeof child === "number") return String(child);
  if (Array.isArray(child)) return child.map(render).join("");
  if (isHtml(child)) return renderHtml(child);
  throw InvalidOption.create({ option: "html", value: typeof child, expected: "text, a number or Html" });
}
