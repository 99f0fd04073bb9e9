import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { entriesOf } from "./consumers.mjs";
import { isolatedLayout } from "./layouts.mjs";
import { run } from "./processes.mjs";

/** What a program that only predicts has no use for. */
const NOT_TO_PREDICT = /node_modules\/(yaml|ml-matrix|ml-logistic-regression|pino|hyparquet)\//;
const TRAINS = `
import { createSplit, encodeBundle, labelsOf } from "@imdb/core";
import { tfidfVectorizer, featureCodecs } from "@imdb/features";
import { saveBundle } from "@imdb/runtime/bundles";
import { multinomialNb, trainCodecs } from "@imdb/train";
const texts = ["a good film", "a great story", "a bad film", "a dull story"];
const examples = texts.map((text, i) => ({ id: String(i), text, label: i < 2 ? "pos" : "neg" }));
const split = createSplit("train", examples, "sha256:" + "0".repeat(64));
const { matrix, vectorizer } = await tfidfVectorizer().fitTransform(split.texts);
const classifier = await multinomialNb().fit(matrix, labelsOf(split));
const trainingData = { version: split.version, documents: 4, source: "made up" };
const info = { name: "films", trainingData, metrics: {}, seed: 0, libraries: {} };
const codecs = [...featureCodecs, ...trainCodecs];
await saveBundle(encodeBundle({ vectorizer, classifier }, info, codecs), process.argv[2]);
`;
const PREDICTS = `
import { loadModel } from "@imdb/serve/defaults";
const predictor = await loadModel(process.argv[2]);
console.log(predictor.predict("a great film").label);
`;

/**
 * Programs in one file, made by esbuild where no optional package is installed: every entry goes into one, in both
 * formats; and one that only predicts runs far from any `node_modules`, and holds nothing that it has no use for.
 */
export async function oneFileProblems(packages) {
  const folder = await mkdtemp(join(tmpdir(), "imdb-one-file-"));
  try {
    const project = join(folder, "project");
    await isolatedLayout(packages, folder, [{ folder: project, direct: packages.map(({ name }) => name) }]);
    await mkdir(join(folder, "alone"));
    const problems = [];
    for (const entry of packages.flatMap(entriesOf)) {
      for (const format of ["esm", "cjs"]) {
        const { error } = await bundle(project, `export * from "${entry}";`, format);
        if (error) problems.push(`${entry} as ${format}: ${error}`);
      }
    }
    return problems.length > 0 ? problems : await predictorProblems(project, join(folder, "alone"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function predictorProblems(project, alone) {
  const problems = [];
  for (const [name, text] of [
    ["trains", TRAINS],
    ["predicts", PREDICTS],
  ]) {
    const { error, code, inputs } = await bundle(project, text, "esm");
    if (error) return [`a program that ${name}: ${error}`];
    await writeFile(join(alone, `${name}.mjs`), code);
    const { status, output } = await run("node", [`${name}.mjs`, "model"], { cwd: alone });
    if (status !== 0) return [`a program in one file that ${name}: ${output}`];
    if (name === "predicts") {
      if (output.trim() !== "pos") problems.push(`a program that predicts prints ${output}`);
      const needless = inputs.filter((input) => NOT_TO_PREDICT.test(input));
      for (const input of needless) problems.push(`a program that predicts holds ${input}`);
    }
  }
  return problems;
}

async function bundle(project, contents, format) {
  const stdin = { contents, resolveDir: project };
  const options = { bundle: true, write: false, metafile: true, logLevel: "silent", platform: "node" };
  try {
    const { outputFiles, metafile } = await build({ stdin, format, target: "node20", ...options });
    const [{ inputs }] = Object.values(metafile.outputs);
    const used = Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0);
    return { code: outputFiles[0].text, inputs: used };
  } catch (error) {
    return { error: error.message };
  }
}
