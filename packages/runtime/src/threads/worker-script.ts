import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { callback, checkOption, type OptionalRule, optional, rule, text } from "@imdb/core/options";
import { InvalidWorkerScript } from "../errors.js";

/** The option of every function that starts threads. */
export interface WorkerScriptOption {
  /**
   * The path or the `file:` URL of the script that the threads run, for a program that is bundled: a copy or a bundle of
   * the package's `/worker`. Default: the script in the package, or beside the bundle.
   */
  readonly workerScript?: string | URL | undefined;
}

/** The rule of {@link WorkerScriptOption}. */
export const workerScriptRules: { readonly workerScript: OptionalRule<string | URL> } = {
  workerScript: optional(
    rule<string | URL>("the path or the file: URL of a worker script", (value) =>
      value instanceof URL || typeof value === "string" ? urlOf(value)?.protocol === "file:" : false,
    ),
  ),
};

/** The worker script of a package. */
export interface WorkerScript {
  readonly package: string;
  readonly url: URL;
  /** Whether the user has named it, and not this package found it. */
  readonly isGiven: boolean;
}

/** The packages that had no script. */
const missing = new Set<string>();

/**
 * Finds the script that the threads of a package run. Without one, as in a bundle of one file, there is a warning, once
 * for each package, and the caller does the work in its own thread.
 *
 * @param name   The package: `@imdb/train`.
 * @param beside  Returns the address of the script as a literal, `new URL("./imdb-train-worker.mjs", import.meta.url)`,
 *               which bundlers can follow. It is a function, because a bundle in CommonJS has no such address.
 * @param given  The option `workerScript`.
 * @throws `INVALID_WORKER_SCRIPT` when the given script is not there; `INVALID_OPTION`
 */
export function findWorkerScript(
  name: string,
  beside: () => URL,
  given: string | URL | undefined,
): WorkerScript | undefined {
  checkOption("name", name, text, "findWorkerScript");
  checkOption("beside", beside, callback<() => URL>(), "findWorkerScript");
  if (given !== undefined)
    checkOption("workerScript", given, workerScriptRules.workerScript, "findWorkerScript");
  if (given !== undefined) {
    const url = urlOf(given)!;
    if (existsSync(url)) return { package: name, url, isGiven: true };
    throw InvalidWorkerScript.create({
      package: name,
      script: fileURLToPath(url),
      reason: "no file is there",
    });
  }
  const places = placesOf(name, beside);
  const url = places.find((place) => existsSync(place));
  if (url) return { package: name, url, isGiven: false };
  warnOnce(name, places[0]);
  return undefined;
}

/** The places where the script may be, best first. */
function placesOf(name: string, beside: () => URL): URL[] {
  const url = literalOf(beside) ?? besideBundle(name);
  if (url?.protocol !== "file:") return [];
  // Sources start the threads of what is built.
  return [url, new URL(url.href.replace(/\/src\/([^/]*)$/, "/dist/$1"))];
}

function literalOf(beside: () => URL): URL | undefined {
  try {
    // Again, because what a bundler has put there may be of another class.
    return new URL(beside());
  } catch {
    // A bundler has left `import.meta.url` empty.
    return undefined;
  }
}

/** The place beside a bundle in CommonJS, the only format whose files know their folder by this name. */
function besideBundle(name: string): URL | undefined {
  return typeof __dirname === "string" ? pathToFileURL(join(__dirname, scriptName(name))) : undefined;
}

/** The name of the file in a package's `dist`: `imdb-train-worker.mjs`. */
function scriptName(name: string): string {
  return `${name.replace("@", "").replace("/", "-")}-worker.mjs`;
}

function urlOf(given: string | URL): URL | undefined {
  if (given instanceof URL) return given;
  // A scheme has two letters or more; one letter is a drive of Windows.
  if (!/^[a-z][a-z\d+.-]+:/i.test(given)) return pathToFileURL(given);
  return URL.canParse(given) ? new URL(given) : undefined;
}

function warnOnce(name: string, place: URL | undefined): void {
  if (missing.has(name)) return;
  missing.add(name);
  const where = place === undefined ? "" : ` at ${fileURLToPath(place)}`;
  process.emitWarning(`${name} has no worker script${where}: its work runs in the calling thread.`, {
    code: "IMDB_NO_WORKER_SCRIPT",
    detail: `For threads, copy ${scriptName(name)} from the package's dist beside your bundle, or give workerScript.`,
  });
}
