import { InvalidOption } from "@imdb/core";
import { checkOption, rule, text as textRule } from "@imdb/core/options";
import { checkPlaces } from "./safe-places.js";

// A global symbol, so that values of the ESM and the CommonJS build can be used together. JSON cannot contain a symbol.
const MARKUP: unique symbol = Symbol.for("@imdb/core/Html") as never;

/** Markup that is safe to put on a page. It is made by {@link html}; a string is not markup. */
export interface Html {
  readonly [MARKUP]: string;
}

/** A value of a template. Text and numbers are escaped; `null`, `undefined` and `false` are left out. */
export type HtmlChild = Html | string | number | null | undefined | false | readonly HtmlChild[];

/**
 * A template tag for HTML. All values are escaped.
 *
 * @throws `INVALID_OPTION` for a value where escaping is not enough: in the name of a tag or an attribute, in an
 *         attribute without quotes, in `href`, `src` or `style`, or in a script. Use {@link link} for addresses.
 * @example
 * renderHtml(html`<b title="${'"'}">${"<i>"}</b>`); // => "<b title=\"&quot;\">&lt;i&gt;</b>"
 */
export function html(strings: TemplateStringsArray, ...children: readonly HtmlChild[]): Html {
  checkOption("strings", strings, templateStrings, "html");
  checkPlaces(strings);
  let markup = strings[0]!;
  for (let i = 0; i < children.length; i++) markup += render(children[i]) + strings[i + 1]!;
  return { [MARKUP]: markup };
}

/**
 * Uses a text as markup, without escaping it. Only for text that is part of a program, or already escaped: with text from
 * data it is a security hole.
 */
export function raw(trusted: string): Html {
  checkOption("trusted", trusted, textRule, "raw");
  return { [MARKUP]: trusted };
}

/**
 * Returns markup as text.
 *
 * @throws `INVALID_OPTION`
 */
export function renderHtml(value: Html): string {
  checkOption("value", value, markup, "renderHtml");
  return value[MARKUP];
}

const templateStrings = rule<TemplateStringsArray>("the strings of a template", (value) =>
  Array.isArray(Object(value).raw),
);
const markup = rule<Html>("a value of html", (value) => isHtml(value));

/** Whether a value is {@link Html}. */
export function isHtml(value: unknown): value is Html {
  return typeof value === "object" && value !== null && MARKUP in value;
}

/**
 * Escapes text for HTML: markup characters become entities, control characters their visible symbols, and lone surrogates
 * U+FFFD.
 *
 * @throws `INVALID_OPTION`
 */
export function escapeHtml(text: string): string {
  checkOption("text", text, textRule, "escapeHtml");
  return text.replace(SPECIAL, (c) => ENTITIES[c] ?? visibleSymbol(c));
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

function visibleSymbol(character: string): string {
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
