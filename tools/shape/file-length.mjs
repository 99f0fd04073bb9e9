const LIMIT = 250;

/** Long files hide more than one idea. A warning: some are tables. */
export function fileLength({ packages }) {
  return packages.flatMap(({ sources }) =>
    sources
      .map(({ file, text }) => ({ file, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > LIMIT)
      .map(({ file, lines }) => ({
        file,
        line: LIMIT + 1,
        message: `${lines} lines, over ${LIMIT}`,
        warning: true,
      })),
  );
}
