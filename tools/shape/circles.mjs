import { dirname, join } from "node:path";
import { resolver } from "./resolve.mjs";

/** No files import one another in a circle, types included, and no two folders of a package import each other. */
export function circles({ packages }) {
  const resolve = resolver(packages);
  const sources = new Map(packages.flatMap((one) => one.sources.map((source) => [source.file, source])));
  const targets = new Map(
    [...sources.values()].map(({ file, imports }) => [
      file,
      imports.flatMap(({ specifier, line }) => {
        const target = resolve(file, specifier);
        return target && target !== file ? [{ target, line }] : [];
      }),
    ]),
  );
  return [...fileCircles(targets), ...packages.flatMap((one) => folderPairs(one, sources, targets))];
}

/** Each circle once, from its first file in the order of their names. */
function fileCircles(targets) {
  const done = new Set();
  const problems = [];
  for (const file of [...targets.keys()].sort()) {
    const circle = shortestWayBack(file, targets, done);
    done.add(file);
    if (circle) {
      const { line } = targets.get(file).find(({ target }) => target === circle[1]);
      problems.push({ file, line, message: `a circle of imports: ${circle.map(short).join(" → ")}` });
    }
  }
  return problems;
}

/** The shortest way of imports from a file back to itself, by breadth first; files that are done lead nowhere new. */
function shortestWayBack(start, targets, done) {
  const from = new Map();
  const queue = [start];
  for (const file of queue) {
    for (const { target } of targets.get(file) ?? []) {
      if (target === start) return [...wayTo(file, from), start];
      if (done.has(target) || from.has(target)) continue;
      from.set(target, file);
      queue.push(target);
    }
  }
  return undefined;
}

function wayTo(file, from) {
  const way = [];
  for (let at = file; at; at = from.get(at)) way.unshift(at);
  return way;
}

/** Entries import every folder and are imported by none; the table of errors belongs to no folder; tests may look anywhere. */
function folderPairs({ folder, manifest, sources: own }, sources, targets) {
  const entries = new Set(entryFiles(folder, manifest));
  const edges = new Map();
  for (const { file, isTest } of own) {
    if (isTest || entries.has(file)) continue;
    for (const { target, line } of targets.get(file)) {
      if (!target.startsWith(`${folder}/src/`) || sources.get(target)?.isTest) continue;
      if (target === `${folder}/src/errors.ts`) continue;
      for (const place of [dirname, (path) => firstFolder(folder, path)]) {
        const key = `${place(file)} ${place(target)}`;
        if (place(file) !== place(target) && !edges.has(key)) edges.set(key, { file, line, target });
      }
    }
  }
  return [...edges].flatMap(([key, { file, line, target }]) => {
    const [from, to] = key.split(" ");
    const back = edges.get(`${to} ${from}`);
    if (!back || from > to) return [];
    const way = `${short(file)} → ${short(target)} and ${short(back.file)} → ${short(back.target)}`;
    return [{ file, line, message: `${short(from)} and ${short(to)} import each other: ${way}` }];
  });
}

/** The folder right below `src` that holds a file, however deep. */
function firstFolder(folder, file) {
  return join(
    folder,
    ...file
      .slice(folder.length + 1)
      .split("/")
      .slice(0, -1)
      .slice(0, 2),
  );
}

/** Sources of what package.json exports, under any condition. */
function entryFiles(folder, { exports = {} }) {
  const found = [];
  const visit = (value) => {
    if (typeof value === "object") for (const inner of Object.values(value)) visit(inner);
    else found.push(join(folder, value.replace("./dist/", "./src/").replace(/\.js$/, ".ts")));
  };
  visit(exports);
  return found;
}

function short(path) {
  return path.replace(/^packages\//, "");
}
