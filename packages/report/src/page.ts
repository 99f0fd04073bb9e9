import { hashBytes } from "@imdb/core";
import { optional, optionsOf, text } from "@imdb/core/options";
import { checkEach, content as contentRule, list } from "./checks.js";
import { type Html, type HtmlChild, html, raw, renderHtml } from "./html.js";
import { STYLESHEET } from "./stylesheet.js";

/** A section of a page. */
export interface PageSection {
  /** Heading of the section. */
  readonly title: string;
  /** Content below the heading. */
  readonly body: HtmlChild;
}

/** The content of a page, from top to bottom. */
export interface PageContent {
  /** Heading of the page, and title of the browser window. */
  readonly title: string;
  /** One line below the heading, such as a version. */
  readonly subtitle?: HtmlChild;
  /** Content above the first section: a notice, the most important figures. */
  readonly lead?: HtmlChild;
  /** A page with more than three sections has a table of contents. */
  readonly sections: readonly PageSection[];
  /** Last line of the page, such as the program that made it. */
  readonly footer?: HtmlChild;
  /** Language of the texts as a BCP 47 tag. Default `en`. */
  readonly language?: string;
}

const sectionOptions = optionsOf<PageSection>({ title: text, body: contentRule });
const pageOptions = optionsOf<PageContent, "subtitle" | "lead" | "footer">({
  title: text,
  subtitle: optional(contentRule),
  lead: optional(contentRule),
  sections: list(),
  footer: optional(contentRule),
  language: ["en", text],
});

/**
 * Writes a self-contained HTML page. It has no script and loads nothing; its content security policy allows its own style
 * sheet alone. The same content gives the same bytes.
 *
 * @param content  Text is escaped. Markup comes from {@link html} and the other functions of this package.
 * @returns        A document to write to a file as UTF-8.
 * @throws `INVALID_OPTION`
 * @example
 * page({ title: "Evaluation", sections: [{ title: "Scores", body: stats([{ label: "accuracy", value: "0.91" }]) }] });
 */
export function page(content: PageContent): string {
  const { title, subtitle, lead, footer, language, ...given } = pageOptions.resolve(content, "page");
  const sections = checkEach(given.sections, sectionOptions, "sections", "page");
  const document = html`<html lang="${language}">
<head>
<meta charset="utf-8">
${POLICY}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
${STYLE}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<h1>${title}</h1>
${isEmpty(subtitle) ? null : html`<p class="subtitle">${subtitle}</p>`}
</header>
${sections.length > 3 ? contents(sections) : null}
<main id="main">
${lead}
${sections.map(section)}
</main>
${isEmpty(footer) ? null : html`<footer>${footer}</footer>`}
</body>
</html>
`;
  return `<!doctype html>\n${renderHtml(document)}`;
}

const STYLE = raw(`<style>${STYLESHEET}</style>`);
const DIGEST = base64(hashBytes(new TextEncoder().encode(STYLESHEET)).slice("sha256:".length));
const POLICY = raw(
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${DIGEST}'; img-src data:; base-uri 'none'; form-action 'none'">`,
);

/** Hexadecimal digits as base 64, which policies of pages are written in. */
function base64(digits: string): string {
  return btoa(digits.replace(/../g, (two) => String.fromCharCode(Number.parseInt(two, 16))));
}

function contents(sections: readonly PageSection[]): Html {
  const links = sections.map(
    ({ title }, i) => html`<li>${raw(`<a href="#s${i + 1}">`)}${title}${raw("</a>")}</li>`,
  );
  return html`<nav aria-label="Contents"><ul>${links}</ul></nav>`;
}

function section({ title, body }: PageSection, i: number): Html {
  return html`<section aria-labelledby="s${i + 1}">
<h2 id="s${i + 1}">${title}</h2>
${body}
</section>
`;
}

function isEmpty(child: HtmlChild): boolean {
  return child === null || child === undefined || child === false || child === "";
}
