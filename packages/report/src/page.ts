import { sha256 } from "@noble/hashes/sha2";
import { type Html, type HtmlChild, html, raw, renderHtml } from "./html.js";
import { STYLESHEET } from "./stylesheet.js";

/** A part of a page under a heading of its own. */
export interface PageSection {
  /** Its heading. */
  readonly title: string;
  /** What stands below the heading. */
  readonly body: HtmlChild;
}

/** What a page shows, from top to bottom. */
export interface PageContent {
  /** Heading and window title. */
  readonly title: string;
  /** One line under the heading: what was compared, which version. */
  readonly subtitle?: HtmlChild;
  /** What stands above the first section: a notice, the figures that matter most. */
  readonly lead?: HtmlChild;
  /** The parts of the page; more than three get a list of contents. */
  readonly sections: readonly PageSection[];
  /** The last line: how it was made. */
  readonly footer?: HtmlChild;
  /** Language of the texts, as BCP 47; default `en`. */
  readonly language?: string;
}

/**
 * A whole HTML page in one text: no script, no address to load anything from, a content security policy that
 * allows nothing but its own style sheet. The same content gives the same bytes.
 *
 * @param content  Text is escaped; markup comes from {@link html} and the other makers of this entry.
 * @returns        A document to write to a file as UTF-8.
 * @example
 * page({ title: "Evaluation", sections: [{ title: "Scores", body: stats([{ label: "accuracy", value: "0.91" }]) }] });
 */
export function page(content: PageContent): string {
  const { title, subtitle, lead, sections, footer, language = "en" } = content;
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
const DIGEST = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(STYLESHEET))));
const POLICY = raw(
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${DIGEST}'; img-src data:; base-uri 'none'; form-action 'none'">`,
);

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
