/** What a tarball may hold; everything else (tests, sources, maps, settings of our tools) stays at home. */
const ALLOWED = [
  /^package\.json$/,
  /^README\.md$/,
  /^LICENSE$/,
  /^bin\/.+\.js$/,
  /^dist\/.+\.(?:js|cjs|d\.ts|d\.cts|json)$/,
  /^dist\/imdb-.+-worker\.mjs$/,
  /^deploy\//,
  /^grafana\/.+\.json$/,
  /^template\//,
];
const NEVER = /\.(?:test|fixture)\.|\/golden\/|\/bench\/|\.map$|\.tsbuildinfo$|(?:^|\/)\.env$/;

/** Files that should not be in a package's tarball, and such as are missing, as readable problems. */
export function contentProblems({ name, manifest, files }) {
  const paths = new Set(files.map(({ path }) => path));
  const problems = [];
  for (const path of paths) {
    const test = path.startsWith("template/") ? /\.map$|\.tsbuildinfo$/ : NEVER;
    if (!ALLOWED.some((pattern) => pattern.test(path)) || test.test(path)) {
      problems.push(`${name}: ${path} is in the tarball and of no use to its users`);
    }
  }
  for (const path of ["package.json", "README.md", "LICENSE", ...targets(manifest)]) {
    if (!paths.has(path)) problems.push(`${name}: ${path} is not in the tarball; is it built?`);
  }
  return problems;
}

function targets({ exports = {}, bin = {} }) {
  const found = [];
  const visit = (value) => {
    if (typeof value === "string") found.push(value.replace(/^\.\//, ""));
    else for (const inner of Object.values(value)) visit(inner);
  };
  visit(exports);
  visit(bin);
  // A command in `bin` is one line that loads what is built.
  if (Object.keys(bin).length > 0) found.push("dist/cli/main.js");
  return found;
}
