// The whole program: what a user of every package does where there are files and threads.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createPipeline, stratifiedSplit } from "@imdb/data-pipeline";
import { tfidfVectorizer } from "@imdb/features";
import { parallelVectorizer } from "@imdb/features/node";
import { profileWindows } from "@imdb/monitor/node";
import { readBundleFiles, saveBundle } from "@imdb/runtime/bundles";
import { createApp, type Predictor } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { scoreFile, serveHttp } from "@imdb/serve/node";
import { gridSearchCV, logisticRegression, parameterGrid, stratifiedKFold } from "@imdb/train";
import { workerFolds } from "@imdb/train/node";
import {
  answerOf,
  askTwiceAndAtOnce,
  digestOf,
  type Parts,
  predict,
  requestFor,
  same,
  train,
  watch,
} from "./model.js";
import { QUESTIONS, SENTENCES } from "./sentences.js";
import { type Outcome, runSteps } from "./steps.js";

export interface Settings {
  /** A folder that can be written, for the bundle and the scored files. */
  readonly folder: string;
  /** Rows of the file that is scored. */
  readonly rows: number;
  /** How many threads were started so far. Default: those that Node tells the process of. */
  readonly threads?: () => number;
}

/** What the program gave. */
export interface Result {
  /** Of the saved bundle. */
  readonly digest: string;
  readonly outcomes: readonly Outcome[];
  /** Those of the packages: where no worker script is found, one says that the calling thread does the work. */
  readonly warnings: readonly string[];
}

/** Runs every step. */
export async function runNode({ folder, rows, threads }: Settings): Promise<Result> {
  const heard = listen();
  await mkdir(folder, { recursive: true });
  const parts = await split();
  const files = await train(parts);
  const bundle = join(folder, "model");
  let predictor!: Predictor;
  let digest = digestOf(files);
  const outcomes = await runSteps(
    {
      save: () => saveBundle(files, bundle),
      load: async () => {
        predictor = await loadModel(bundle);
        digest = digestOf(await readBundleFiles(bundle));
        same("the digest of the saved bundle", digest, digestOf(files));
      },
      predict: () => predict(predictor),
      HTTP: () => overHttp(predictor),
      watch: () => watch(parts),
      // A thread that keeps the lease of an output starts here, and is not counted among those that score.
      file: () => scoreHere(predictor, folder, rows),
      batch: () => scoreOnThreads(predictor, bundle, folder, rows),
      search: () => search(parts),
      vectorizer: () => vectorizeOnThreads(parts),
      pipeline: () => readOnThreads(),
      profile: () => profileOnThreads(parts),
    },
    threads ?? heard.threads,
  );
  // A warning is told after the work that gave it.
  await new Promise((resolve) => setImmediate(resolve));
  return { digest, outcomes: [{ step: "train" }, ...outcomes], warnings: heard.warnings };
}

/** Counts the threads that Node starts (other runtimes do not say), and keeps the warnings of the packages. */
function listen() {
  const isCounted = !("Bun" in globalThis) && !("Deno" in globalThis);
  let count = 0;
  const warnings: string[] = [];
  process.on("worker", () => count++);
  process.on("warning", ({ name, message }) => {
    if (!/^(?:Deprecation|Experimental)Warning$/.test(name)) warnings.push(message);
  });
  return { warnings, threads: () => (isCounted ? count : undefined) };
}

/** The forty sentences, split; `split.json` for where there are no files is made of it. */
export async function split(): Promise<Parts> {
  const { version, train, test } = await createPipeline({
    split: stratifiedSplit({ testSize: 0.2, seed: 1 }),
  }).process(SENTENCES);
  return { version, train, test };
}

/** The service on a port of the loopback, asked twice and then forty times at once. */
async function overHttp(predictor: Predictor): Promise<void> {
  const service = await serveHttp(createApp({ predictor }), { port: 0 });
  try {
    await askTwiceAndAtOnce((text) => answerOf(fetch(requestFor(service.url, text))));
  } finally {
    await service.close();
  }
}

/** A file, scored on the calling thread. */
async function scoreHere(predictor: Predictor, folder: string, rows: number) {
  const input = join(folder, "reviews.csv");
  const lines = Array.from({ length: rows }, (_, i) => `${i},"${QUESTIONS[i % QUESTIONS.length]}"`);
  await writeFile(input, `id,text\n${lines.join("\n")}\n`);
  const { rows: scored } = await scoreFile({ input, output: join(folder, "scored-1.csv"), predictor });
  same("rows scored", scored, rows);
}

/** The same file, scored on two threads: the same bytes. */
async function scoreOnThreads(predictor: Predictor, bundle: string, folder: string, rows: number) {
  const [input, alone, output] = ["reviews.csv", "scored-1.csv", "scored-2.csv"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const options = { input, output, predictor, threads: 2, model: { source: bundle }, blockSize: 1 << 14 };
  same("rows scored", (await scoreFile(options)).rows, rows);
  if ((await readFile(output, "utf8")) !== (await readFile(alone, "utf8")))
    throw new Error("the file scored on two threads is not that of one");
}

/** A grid search on two worker threads, and in the calling thread: the same scores. */
async function search({ train }: Parts): Promise<void> {
  const plan = {
    vectorizers: [{ params: {}, value: tfidfVectorizer() }],
    classifiers: parameterGrid({ C: [1, 10] }, ({ C }) => logisticRegression({ C })),
    cv: stratifiedKFold({ folds: 2 }),
  };
  const runner = workerFolds({ threads: 2 });
  try {
    const means = async (own: object) =>
      (await gridSearchCV({ ...plan, ...own }, train, { seed: 1 })).points.map(({ mean }) => mean);
    same("the scores of two threads", await means({ runner }), await means({}));
  } finally {
    await runner.close();
  }
}

async function vectorizeOnThreads({ train }: Parts): Promise<void> {
  const vectorizer = tfidfVectorizer({ ngramRange: [1, 2] });
  const onThreads = parallelVectorizer(vectorizer, { threads: 2, charactersPerThread: 1 });
  const [there, here] = [
    await onThreads.fitTransform(train.texts),
    await vectorizer.fitTransform(train.texts),
  ];
  same("the features of two threads", there.vectorizer.featureNames(), here.vectorizer.featureNames());
  same("the values of two threads", [...there.matrix.values], [...here.matrix.values]);
}

/** Many rows, read and split on one thread and on two: the same version. */
async function readOnThreads(): Promise<void> {
  const examples = Array.from({ length: 30_000 }, (_, i) => {
    const { text, label } = SENTENCES[i % SENTENCES.length]!;
    return { id: `${i}`, text: `${text} This is review number ${i} of the season.`, label };
  });
  const version = async (threads: number) => {
    const split = stratifiedSplit({ testSize: 0.2, seed: 1 });
    const pipeline = createPipeline({ split, nearDuplicates: "off" });
    return (await pipeline.process(examples, { threads })).version;
  };
  same("the version of two threads", await version(2), await version(1));
}

async function profileOnThreads({ train, test }: Parts): Promise<void> {
  const windows = [{ texts: train.texts }, { texts: test.texts }];
  same(
    "the profiles of two threads",
    await profileWindows(windows, { threads: 2 }),
    await profileWindows(windows, { threads: 1 }),
  );
}
