import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CsrMatrix, type FittedVectorizer, type Vectorizer, withRole } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import { countVectorizer, hashingVectorizer, tfidfVectorizer } from "./index.js";

/** One configuration, as the scripts in tools/parity/features describe it. */
interface Configuration {
  readonly name: string;
  readonly class: string;
}
interface Reference {
  readonly indptr: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}
interface Case extends Configuration {
  readonly options: object;
  readonly terms: readonly string[] | null;
  readonly train: Reference;
  readonly test: Reference;
}

const SCRIPTS = new URL("../../../tools/parity/features/", import.meta.url);
const golden: { train: string[]; test: string[]; cases: Case[] } = JSON.parse(
  readFileSync(new URL("./golden/scikit-learn.json", import.meta.url), "utf8"),
);

function make(name: string, options: object): Vectorizer<FittedVectorizer> {
  if (name === "HashingVectorizer") return hashingVectorizer(options);
  return name === "CountVectorizer" ? countVectorizer(options) : tfidfVectorizer(options);
}

/**
 * The first place where a matrix differs, with its terms: structure exactly, values by more than 1e-6 of their size or
 * 1.
 *
 * @param terms  The term of each column; `null` for columns without one.
 */
function difference(ours: CsrMatrix, theirs: Reference, terms: readonly string[] | null): string | undefined {
  const named = (column: number) =>
    terms === null ? `${column}` : `${column} ${JSON.stringify(terms[column])}`;
  for (const part of ["indptr", "indices"] as const) {
    if (ours[part].length !== theirs[part].length)
      return `${ours[part].length} ${part}, not ${theirs[part].length}`;
    for (let k = 0; k < ours[part].length; k++) {
      const [one, other] = [ours[part][k]!, theirs[part][k]!];
      const shown = part === "indices" ? named : String;
      if (one !== other) return `${part}[${k}] is ${shown(one)}, not ${shown(other)}`;
    }
  }
  for (let k = 0; k < ours.values.length; k++) {
    const off = Math.abs(ours.values[k]! - theirs.values[k]!);
    if (!(off <= 1e-6 * Math.max(1, Math.abs(theirs.values[k]!)))) {
      return `values[${k}], of column ${named(ours.indices[k]!)}, is ${ours.values[k]}, not ${theirs.values[k]}`;
    }
  }
  return undefined;
}

/** The first column whose term differs, with both terms. */
function otherTerm(ours: readonly string[], theirs: readonly string[]): string | undefined {
  const column = ours.findIndex((term, k) => term !== theirs[k]);
  if (column < 0) return undefined;
  return `column ${column} is ${JSON.stringify(ours[column])}, not ${JSON.stringify(theirs[column])}`;
}

async function compare(
  given: Configuration & { readonly options: object },
  texts: { readonly train: readonly string[]; readonly test: readonly string[] },
  theirs: Pick<Case, "terms" | "train" | "test">,
) {
  const { vectorizer, matrix } = await make(given.class, given.options).fitTransform(
    withRole("train", texts.train),
  );
  if (theirs.terms) {
    expect(otherTerm(vectorizer.featureNames(), theirs.terms)).toBeUndefined();
    expect(vectorizer.featureNames().length).toBe(theirs.terms.length);
  }
  expect(difference(matrix, theirs.train, theirs.terms)).toBeUndefined();
  expect(difference(vectorizer.transform(texts.test), theirs.test, theirs.terms)).toBeUndefined();
}

describe("the same as scikit-learn on small texts of many scripts", () => {
  for (const one of golden.cases) test(one.name, () => compare(one, golden, one));
});

const FULL = "features equal scikit-learn's on all 50,000 reviews";
const heavy = toolFor("heavy", FULL);
const archive = toolFor("archive", FULL);
const python = toolFor("peers", FULL);
const isPossible = heavy && archive && python;

describe.skipIf(!isPossible)("the same as scikit-learn on all 50,000 reviews", () => {
  const configurations: (Configuration & { ours: object })[] = JSON.parse(
    readFileSync(new URL("configurations.json", SCRIPTS), "utf8"),
  );
  const run = (...rest: string[]) =>
    execFileSync(python!, [new URL("full-parity.py", SCRIPTS).pathname, archive!, ...rest]);

  const compareAll = async ({ ours, ...configuration }: (typeof configurations)[number]) => {
    const folder = mkdtempSync(join(tmpdir(), "imdb-parity-"));
    try {
      run(folder);
      run(folder, configuration.name);
      const json = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
      const array = (name: string) => new Uint8Array(readFileSync(join(folder, name))).buffer;
      const matrix = (split: string): Reference => ({
        indptr: new Uint32Array(array(`${split}.indptr`)),
        indices: new Uint32Array(array(`${split}.indices`)),
        values: new Float64Array(array(`${split}.values`)),
      });
      const theirs = { terms: json("terms.json"), train: matrix("train"), test: matrix("test") };
      await compare(
        { ...configuration, options: ours },
        { train: json("train.json"), test: json("test.json") },
        theirs,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  for (const one of configurations) test(one.name, { timeout: 1_200_000 }, () => compareAll(one));
});
