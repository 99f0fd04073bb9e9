/**
 * The URL of a file in this package's `dist`. Threads are started from built files, also when the code that
 * starts them runs from `src`, where its depth is another.
 */
export function builtFile(name: string): URL {
  const here = import.meta.url;
  const root = here.slice(0, Math.max(here.lastIndexOf("/src/"), here.lastIndexOf("/dist/")));
  return new URL(`${root}/dist/${name}`);
}
