import { writeFile } from "node:fs/promises";
import { renderQualityReport } from "@imdb/data-pipeline";
import {
  createPipeline,
  logisticRegression,
  readCsv,
  stratifiedSplit,
  textClassifier,
  tfidfVectorizer,
} from "@imdb/text-classifier";
import { evaluationReport } from "@imdb/train";

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
  const data = await pipeline.process(source);
  await writeFile(`${folder}/data.html`, renderQualityReport(data));

  const vectorizer = tfidfVectorizer({ ngramRange: [1, 2] });
  const classifier = logisticRegression({ C: 10, classWeight: "balanced" });
  const model = await textClassifier({ name: "tickets", vectorizer, classifier }).fit(data);
  await writeFile(`${folder}/evaluation.html`, evaluationReport(model, data.test));
  return { data, model, evaluation: model.evaluate(data.test) };
}
