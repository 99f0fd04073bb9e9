import { builtinModules } from "node:module";
import { blankComments, lineOf } from "./imports.mjs";
import { entryOf, resolver } from "./resolve.mjs";

/**
 * Entries that run in a browser and an edge worker: nothing that only Node has may be reached from them, and no
 * optional peer, which a bundler could not find where it is not installed, even if it were never loaded.
 */
export const BROWSER_ENTRIES = {
  core: [".", "./cleaning", "./config", "./display", "./options", "./testing"],
  "data-pipeline": ["./cleaning"],
  features: [".", "./config"],
  measures: ["."],
  monitor: ["."],
  report: ["."],
  runtime: ["./remote", "./routes", "./telemetry"],
  rows: ["."],
  serve: ["."],
  train: [".", "./config"],
};

/** Follows the imports of each entry through the sources, across packages, and names the way to what is wrong. */
export function browserSafety({ packages }) {
  const modules = new Map(packages.flatMap(({ sources }) => sources.map((source) => [source.file, source])));
  const resolve = resolver(packages);
  const problems = new Map();
  for (const [name, paths] of Object.entries(BROWSER_ENTRIES)) {
    const one = packages.find((candidate) => candidate.name === name);
    for (const path of one ? paths : []) {
      const entry = entryOf(packages, `@imdb/${name}${path.slice(1)}`);
      if (entry) walk(entry, `@imdb/${name}${path.slice(1)}`);
    }
  }
  return [...problems.values()];

  function walk(entry, entryName) {
    const from = new Map([[entry, undefined]]);
    for (const file of from.keys()) {
      const source = modules.get(file);
      if (!source) continue;
      for (const wrong of globalsOf(source))
        report(file, wrong.line, wrong.message, way(from, file), entryName);
      for (const { specifier, line, typeOnly } of source.imports) {
        if (typeOnly) continue;
        if (isNodeOnly(specifier))
          report(file, line, `${specifier} is Node's alone`, way(from, file), entryName);
        if (isOptionalPeer(packages, specifier))
          report(file, line, `${specifier} is an optional peer`, way(from, file), entryName);
        const next = resolve(file, specifier);
        if (next && !from.has(next)) from.set(next, file);
      }
    }
  }

  function report(file, line, message, path, entryName) {
    const key = `${file}:${line}:${message}`;
    if (problems.has(key)) return;
    problems.set(key, { file, line, message: `${message}, and ${entryName} runs in browsers (${path})` });
  }
}

/** Node's own modules, and entries of ours that are not listed above. */
function isNodeOnly(specifier) {
  const [, name, path = ""] = /^@imdb\/([^/]+)(\/.+)?$/.exec(specifier) ?? [];
  if (name) return !BROWSER_ENTRIES[name]?.includes(`.${path}`);
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

function isOptionalPeer(packages, specifier) {
  return packages.some(({ manifest }) => manifest.peerDependenciesMeta?.[specifier]?.optional);
}

const GLOBALS = /(?<![\w.$"'`-])(?:Buffer|process|__dirname|__filename|setImmediate)(?=\.|\[|\()/g;

function globalsOf({ text }) {
  const code = blankComments(text).replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (literal) =>
    " ".repeat(literal.length),
  );
  return [...code.matchAll(GLOBALS)].map((match) => ({
    line: lineOf(code, match.index),
    message: `${match[0]} is Node's alone`,
  }));
}

function way(from, file) {
  const steps = [];
  for (let at = file; at; at = from.get(at)) steps.unshift(at.replace(/^packages\//, ""));
  return steps.join(" → ");
}
