/**
 * The URL of a file in a package's `dist`. Threads start from built files, also when the code that starts them runs
 * from `src`, where the folder has another depth, or from a chunk of the CommonJS build.
 *
 * @param here  The caller's `import.meta.url`.
 * @param name  The file below `dist`.
 * @example
 * builtFile("file:///p/src/node/pool.ts", "node/worker.js").pathname; // => "/p/dist/node/worker.js"
 */
export function builtFile(here: string, name: string): URL {
  const root = here.slice(0, Math.max(here.lastIndexOf("/src/"), here.lastIndexOf("/dist/")));
  return new URL(`${root}/dist/${name}`);
}
