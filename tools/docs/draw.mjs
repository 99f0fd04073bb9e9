// `node tools/docs/draw.mjs`: draws what the pages of docs/inside describe in blocks marked `drawing`, as
// docs/img/inside-<page>.svg. With `--check` it writes nothing and fails when a drawing is out of date.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { instance } from "@viz-js/viz";
import { ROOT } from "../prepare.mjs";
import { drawingToSvg, parseDrawing } from "./drawing.mjs";

const PAGES = `${ROOT}docs/inside/`;
const viz = await instance();
const drawings = new Map(
  readdirSync(PAGES)
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => drawingOf(file)),
);

if (process.argv.includes("--check")) check();
else for (const [path, svg] of drawings) writeFileSync(ROOT + path, svg);

/** The path and the text of a page's drawing; nothing for a page without one. */
function drawingOf(page) {
  const text = readFileSync(PAGES + page, "utf8");
  const [, description] = /^```drawing\n([\s\S]*?)^```$/m.exec(text) ?? [];
  if (description === undefined) return [];
  const path = `docs/img/inside-${page.replace(/\.md$/, ".svg")}`;
  if (!text.includes(`](../img/inside-${page.replace(/\.md$/, ".svg")})`)) {
    throw new Error(`docs/inside/${page} describes a drawing and does not show ${path}`);
  }
  try {
    return [[path, drawingToSvg(parseDrawing(description), viz)]];
  } catch (cause) {
    throw new Error(`The drawing of docs/inside/${page}: ${cause.message}`, { cause });
  }
}

function check() {
  const outdated = [...drawings].filter(([path, svg]) => fileText(path) !== svg).map(([path]) => path);
  const unused = readdirSync(`${ROOT}docs/img`)
    .map((file) => `docs/img/${file}`)
    .filter((path) => path.startsWith("docs/img/inside-") && !drawings.has(path));
  for (const path of outdated)
    console.error(`${path} is out of date; \`node tools/docs/draw.mjs\` draws it.`);
  for (const path of unused) console.error(`${path} belongs to no page.`);
  if (outdated.length + unused.length > 0) process.exit(1);
  console.log(`${drawings.size} drawings are up to date`);
}

function fileText(path) {
  try {
    return readFileSync(ROOT + path, "utf8");
  } catch {
    return undefined;
  }
}
