import { writeFile } from "node:fs/promises";
import { labelsOf } from "@imdb/core";
import { createPipeline, readCsv, renderQualityReport, stratifiedSplit } from "@imdb/data-pipeline";
import { tfidfVectorizer } from "@imdb/features";
import { evaluate, evaluationReport, logisticRegression } from "@imdb/train";

/** The path of your file and the names of its columns. The labels are the values of the label column. */
export interface Csv {
  readonly file: string;
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** Trains on a CSV file with any number of classes, and writes two pages: the quality of the data, and the evaluation. */
export async function trainOnCsv({ file, ...columns }: Csv, folder: string) {
  const source = readCsv(file, { columns });
  const split = stratifiedSplit({ testSize: 0.25, seed: 3 });
  // An invalid row does not stop the run: it is quarantined and reported. A text in both parts would make the scores too
  // good: it is moved to one part.
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
