import { writeFile } from "node:fs/promises";
import { labelsOf } from "@imdb/core";
import { createPipeline, readCsv, renderQualityReport, stratifiedSplit } from "@imdb/data-pipeline";
import { tfidfVectorizer } from "@imdb/features";
import { evaluate, evaluationReport, logisticRegression } from "@imdb/train";

/** Your file, and which of its columns is what. Labels are whatever stands in the label column. */
export interface Csv {
  readonly file: string;
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** Trains on a CSV with any number of classes and writes two pages: what the data are like, how good the model is. */
export async function trainOnCsv({ file, ...columns }: Csv, folder: string) {
  const source = readCsv(file, { columns });
  const split = stratifiedSplit({ testSize: 0.25, seed: 3 });
  // A bad row does not stop the work: it is set aside and named. A text in both parts would flatter: it is moved.
  const pipeline = createPipeline({ split, onInvalid: "quarantine", onLeak: { duplicates: "repair" } });
  const dataset = await pipeline.process(source);
  await writeFile(`${folder}/data.html`, renderQualityReport(dataset));

  const { vectorizer, matrix } = await tfidfVectorizer({ ngramRange: [1, 2] }).fitTransform(
    dataset.train.texts,
  );
  const classifier = await logisticRegression({ C: 10, classWeight: "balanced" }).fit(
    matrix,
    labelsOf(dataset.train),
  );

  const X = vectorizer.transform(dataset.test.texts);
  const y = labelsOf(dataset.test);
  await writeFile(
    `${folder}/evaluation.html`,
    evaluationReport(classifier, X, y, { texts: dataset.test.texts, vectorizer }),
  );
  return { dataset, vectorizer, classifier, evaluation: evaluate(classifier, X, y) };
}
