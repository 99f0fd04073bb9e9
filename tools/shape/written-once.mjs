import { findsCsv } from "./csv-signs.mjs";
import { blankComments, lineOf } from "./imports.mjs";
import { ONCE, TABLE } from "./once-table.mjs";
import { definitions, fetches, literals, syntaxOf } from "./syntax.mjs";

/** How each kind of sign is found: the places in a source file. `code` is its text without comments. */
const FINDERS = {
  names: (sign, { file, text }) =>
    definitions(syntaxOf(file, text)).flatMap(({ name, index }) => (sign.test(name) ? [index] : [])),
  strings: (sign, { file, text }) =>
    literals(syntaxOf(file, text)).flatMap(({ value, index }) => (sign.test(value) ? [index] : [])),
  code: (sign, _, code) => [...code.matchAll(sign)].map(({ index }) => index),
  imports: ({ from, names }, { text, imports }) =>
    imports.flatMap((one) =>
      !one.typeOnly &&
      from.test(one.specifier) &&
      one.names.some((name) => name === "*" || names.includes(name))
        ? [placeOfLine(text, one.line)]
        : [],
    ),
  library: (sign, { text, imports }) =>
    imports.flatMap(({ specifier, line }) => (sign.test(specifier) ? [placeOfLine(text, line)] : [])),
  fetches: (_, { file, text }) => fetches(syntaxOf(file, text)),
  csv: (_, { file, text }) => findsCsv(syntaxOf(file, text)),
};

/** Finds second implementations, and entries of the table that are out of date. */
export function writtenOnce({ packages, committed }) {
  const sources = packages
    .flatMap(({ sources, template }) => [...sources, ...template].filter(({ isTest }) => !isTest))
    .map((source) => ({ ...source, code: blankComments(source.text) }));
  // A workspace that has the table has the homes.
  const isWhole = committed.includes(TABLE);
  return ONCE.flatMap((one) => [...seconds(one, sources), ...lost(one, sources, isWhole)]);
}

function seconds({ thing, home, signs, besides = [] }, sources) {
  return sources
    .filter(({ file }) => !file.startsWith(home) && !besides.includes(file))
    .flatMap((source) =>
      placesOf(signs, source).map((index) => ({
        file: source.file,
        line: lineOf(source.text, index),
        message: `a second ${thing}; the one is ${home}`,
      })),
    );
}

/** Homes without one of their signs, which would then find no copy either, and listed files without any. */
function lost({ thing, home, signs, besides = [] }, sources, isWhole) {
  const atHome = sources.filter(({ file }) => file.startsWith(home));
  const missing = Object.keys(signs).filter(
    (kind) =>
      kind !== "library" && !atHome.some((source) => placesOf({ [kind]: signs[kind] }, source).length > 0),
  );
  const problems = missing.length > 0 && (isWhole || atHome.length > 0) ? [[home, missing]] : [];
  for (const file of isWhole ? besides : []) {
    const source = sources.find((one) => one.file === file);
    if (source === undefined || placesOf(signs, source).length === 0)
      problems.push([file, Object.keys(signs)]);
  }
  return problems.map(([file, kinds]) => {
    const message = `holds no ${thing} any more (${kinds.join(", ")}), and ${TABLE} says that it does`;
    return { file, line: 1, message };
  });
}

function placesOf(signs, source) {
  const places = Object.entries(signs).flatMap(([kind, sign]) => FINDERS[kind](sign, source, source.code));
  return [...new Set(places)].sort((a, b) => a - b);
}

function placeOfLine(text, line) {
  let place = 0;
  for (let k = 1; k < line; k++) place = text.indexOf("\n", place) + 1;
  return place;
}
