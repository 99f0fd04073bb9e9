/**
 * Compares the solvers that could be the default of `logisticRegression()`, by five-fold cross-validation on three
 * corpora: liblinear (for several classes one against the rest, with a penalised intercept) and lbfgs (softmax, intercept
 * not penalised). The figures are in docs/decisions/liblinear-by-default.md.
 *
 * Run: IMDB_DATA=aclImdb_v1.tar.gz IMDB_CORPORA=folder node --conditions=@imdb/source --import tsx
 * tools/quality/default-solver.ts, where the folder has `ag_news.csv` and `gnad10.csv`.
 */
import { createSplit, type Example, type Split } from "@imdb/core";
import { readCsv, versionOf } from "@imdb/data-pipeline";
import { tfidfVectorizer } from "@imdb/features";
import { crossValidate, logisticRegression, stratifiedGroupKFold, stratifiedKFold } from "@imdb/train";
import { readTrain } from "./data.ts";

const folder = process.env["IMDB_CORPORA"];
if (folder === undefined) throw new Error("Set IMDB_CORPORA to the folder of ag_news.csv and gnad10.csv.");

const news = await read("ag_news.csv", { header: ["label", "text", "more"] });
const german = await read("gnad10.csv", { header: ["label", "text"], delimiter: ";", quote: "'" });
const reviews = (await readTrain()).examples.filter((_, i) => i % 5 === 0);
const only = (examples: readonly Example[], labels: readonly string[]) =>
  examples.filter(({ label }) => label !== undefined && labels.includes(label));

const corpora: readonly (readonly [string, readonly Example[]])[] = [
  ["IMDB, every fifth train review, 2 classes", reviews],
  ["AG News, Business and Sci/Tech, 2 classes", only(news, ["3", "4"])],
  ["10kGNAD, Wissenschaft and Panorama, 2 uneven classes", only(german, ["Wissenschaft", "Panorama"])],
  ["AG News, 4 classes", news],
  ["10kGNAD, 9 uneven classes", german],
];

console.log(
  "| corpus | C | solver | accuracy | macro F1 | log loss |\n| --- | --- | --- | --- | --- | --- |",
);
for (const [name, examples] of corpora) {
  const train = createSplit("train", examples, versionOf(examples));
  for (const C of [1, 10]) {
    for (const solver of ["liblinear", "lbfgs"] as const) console.log(await row(name, train, C, solver));
  }
}

async function row(name: string, train: Split<"train">, C: number, solver: "liblinear" | "lbfgs") {
  const isGrouped = train.examples.every(({ group }) => group !== undefined);
  const folds = { folds: 5, shuffleSeed: 1 };
  const cv = isGrouped ? stratifiedGroupKFold(folds) : stratifiedKFold(folds);
  const classifier =
    solver === "lbfgs" ? logisticRegression({ solver, C }) : logisticRegression({ solver, C });
  const result = await crossValidate(
    { vectorizer: tfidfVectorizer({ sublinearTf: true }), classifier, cv },
    train,
  );
  const { accuracy, logLoss } = result.mean as Record<string, number>;
  const f1 = result.folds.map(({ evaluation: { perClass } }) => mean(perClass.map((one) => one.f1)));
  return `| ${name} | ${C} | ${solver} | ${[accuracy, mean(f1), logLoss].map((value) => value!.toFixed(4)).join(" | ")} |`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function read(file: string, dialect: Parameters<typeof readCsv>[1]): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const batch of readCsv(`${folder}/${file}`, dialect).batches()) examples.push(...batch.examples);
  return examples;
}
