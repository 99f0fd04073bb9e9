import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

// Written so that this file does not find itself. Home folders of nobody (`a`, `user`, a container's `node`) pass.
const TRACES = [
  { pattern: /(?<![\w.@~}-])\/(?:[w]ork|[r]oot)\/[\w.@-]/g, what: "a path of one machine" },
  {
    pattern: /(?<![\w.@~}-])\/[t]mp\/[\w.@-]/g,
    what: "a path of one machine (ask the system for its temporary folder)",
  },
  {
    pattern: /(?<![\w.@~}-])\/(?:[h]ome\/|[U]sers\/)(?!(?:a|me|node|user|you)\/)[\w.-]+\//g,
    what: "a home folder",
  },
  { pattern: /\b[A-Z]:\\[U]sers\\/g, what: "a home folder" },
  {
    pattern:
      /https?:\/\/(?:[\w-]+\.)*(?:[r]egistry\.[\w.-]+|[n]pm\.pkg\.[\w.-]+|[p]ypi\.org|files\.pythonhosted\.org|[v]erdaccio[\w.:-]*|[a]rtifactory[\w.:-]*)/g,
    what: "a package registry's host",
  },
  { pattern: /[r]egistry\.npmjs\.org|[r]egistry\.yarnpkg\.com/g, what: "a package registry's host" },
];
const LIMIT = 4 << 20;

/** Nothing that is committed, or would be, names a path of somebody's machine or the registry it was installed from. */
export function machineTraces({ root, committed }) {
  return committed.flatMap((file) => {
    const path = join(root, file);
    if (!statSync(path).isFile() || statSync(path).size > LIMIT) return [];
    const bytes = readFileSync(path);
    if (bytes.includes(0)) return [];
    return bytes
      .toString("utf8")
      .split("\n")
      .flatMap((text, i) => tracesIn(text).map((message) => ({ file, line: i + 1, message })));
  });
}

function tracesIn(text) {
  const found = TRACES.flatMap(({ pattern, what }) =>
    [...text.matchAll(pattern)].map(([match]) => `${what}: ${match}`),
  );
  return [...new Set(found)];
}
