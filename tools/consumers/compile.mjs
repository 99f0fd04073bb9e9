import { firstLine } from "./place.mjs";

const STRICT = {
  strict: true,
  target: "ES2022",
  lib: ["ES2023", "DOM"],
  types: ["node"],
  declaration: true,
  emitDeclarationOnly: true,
  skipLibCheck: false,
  outDir: "out",
};

/**
 * Compiles the library and the program of a folder with declarations, strict and without `skipLibCheck`.
 *
 * @param tsc      The path of the compiler's script.
 * @param modules  The compiler options about modules.
 * @returns The first error; `undefined` where there is none.
 */
export async function compileProblem(place, tsc, folder, modules) {
  const config = `${folder}/tsconfig.json`;
  const compilerOptions = { ...STRICT, ...modules };
  await place.write(config, { compilerOptions, include: ["library.ts", "program"] });
  const { status, output } = await place.run("node", [tsc, "-p", config]);
  return status === 0 ? undefined : summary(output);
}

function summary(output) {
  const errors = output.split("\n").filter((line) => /error TS\d+/.test(line));
  return errors.length > 1 ? `${errors[0]} (and ${errors.length - 1} more)` : firstLine(output);
}
