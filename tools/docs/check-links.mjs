// `node tools/docs/check-links.mjs`: every relative link and image of the repository's Markdown leads to a file or
// folder, and every link to a heading of a page to one that the page has.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ROOT } from "../prepare.mjs";

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...markdownIn("docs"),
  ...readmesIn("packages"),
  ...readmesIn("examples"),
];
const problems = pages.flatMap(problemsOf);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${pages.length} pages: every link leads somewhere`);

function markdownIn(folder) {
  return readdirSync(ROOT + folder, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".md") && !name.startsWith("api/"))
    .map((name) => `${folder}/${name}`);
}

function readmesIn(folder) {
  return readdirSync(ROOT + folder)
    .map((name) => `${folder}/${name}/README.md`)
    .filter((path) => existsSync(ROOT + path));
}

function problemsOf(page) {
  const text = withoutCode(readFileSync(ROOT + page, "utf8"));
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(page, link))
    .map((link) => `${page}: ${link}`);
}

function leadsSomewhere(page, link) {
  const [path, heading] = decodeURI(link).split("#");
  const target = path === "" ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
  // The API reference is made by `npm run docs`.
  if (target.startsWith(join("docs", "api"))) return true;
  if (target.startsWith("..") || !existsSync(join(ROOT, target))) return false;
  return !heading || !target.endsWith(".md") || headingsOf(target).includes(heading);
}

/** The anchors of a page's headings, as GitHub makes them. */
function headingsOf(page) {
  const text = withoutCode(readFileSync(ROOT + page, "utf8"));
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text) {
  return text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
}
