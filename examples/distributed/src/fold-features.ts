import { readFile } from "node:fs/promises";
import {
  type CsrMatrix,
  csrMatrix,
  decodeSafetensors,
  encodeSafetensors,
  labelsOf,
  type Tensor,
  withRole,
} from "@imdb/core";
import { tfidfVectorizer } from "@imdb/features";
import { hashValue, task } from "@imdb/flow";
import { fileFailure, writeFileAtomic } from "@imdb/runtime/files";
import { type FoldMatrices, stratifiedGroupKFold } from "@imdb/train";
import { type DatasetName, loadDataset } from "./dataset.js";
import { within } from "./shared-folder.js";

/** One fold of the train split, with one setting of the features. */
export interface FoldInput {
  readonly dataset: DatasetName;
  readonly ngramRange: readonly [number, number];
  /** The number of folds, and the fold that is held out. */
  readonly folds: number;
  readonly fold: number;
}

/** The file of the matrices of a fold. */
export interface FoldFile {
  readonly file: string;
  readonly features: number;
  readonly classes: readonly string[];
}

/**
 * Vectorizes the texts of one fold with TF-IDF. The vectorizer is fitted on the training texts of the fold. The matrices
 * are written to a file in the shared folder and used for every value of C.
 */
export function foldFeatures(shared: string) {
  return task(
    { name: "fold features", cache: "inputs", retries: 2 },
    async (input: FoldInput, ctx): Promise<FoldFile> => {
      const { train } = await loadDataset(shared, input.dataset, ctx);
      const labels = labelsOf(train);
      // The reviews of a movie are on one side of a fold.
      const groups = train.examples.map(({ group, id }) => group ?? id);
      const fold = stratifiedGroupKFold({ folds: input.folds }).split(labels.codes, groups)[input.fold]!;
      const pick = (rows: Uint32Array) => Array.from(rows, (row) => train.texts[row]!);
      const tfidf = tfidfVectorizer({ ngramRange: [...input.ngramRange], minDf: 2, sublinearTf: true });
      const { vectorizer, matrix } = await tfidf.fitTransform(withRole("train", pick(fold.train)), ctx);
      const codes = (rows: Uint32Array) => Int32Array.from(rows, (row) => labels.codes[row]!);
      const bytes = encodeSafetensors({
        ...tensors("train", matrix, codes(fold.train)),
        ...tensors("test", vectorizer.transform(pick(fold.test)), codes(fold.test)),
      });
      const file = `features/${hashValue(input)}.safetensors`;
      await writeFileAtomic(within(shared, file), bytes);
      return { file, features: matrix.cols, classes: labels.classes };
    },
  );
}

/** Reads the matrices of a fold. Throws `FILE_FAILURE`, `INVALID_BUNDLE`, `INVALID_CSR_MATRIX`. */
export async function readFold(shared: string, { file, features, classes }: FoldFile): Promise<FoldMatrices> {
  const path = within(shared, file);
  const bytes = await readFile(path).catch((cause) => {
    throw fileFailure("read", path, cause);
  });
  const found = decodeSafetensors(bytes);
  const side = (name: string) => ({
    matrix: csrMatrix({
      rows: found[`${name}.codes`]?.data.length ?? 0,
      cols: features,
      indptr: found[`${name}.indptr`]?.data as Uint32Array,
      indices: found[`${name}.indices`]?.data as Uint32Array,
      values: found[`${name}.values`]?.data as Float32Array,
    }),
    codes: found[`${name}.codes`]?.data as Int32Array,
  });
  const [train, test] = [side("train"), side("test")];
  return {
    train: train.matrix,
    trainLabels: { role: "train", classes, codes: train.codes },
    test: test.matrix,
    testLabels: { role: "validation", classes, codes: test.codes },
  };
}

function tensors(side: string, { indptr, indices, values }: CsrMatrix, codes: Int32Array) {
  const parts: Record<string, Tensor> = {};
  for (const [name, data] of Object.entries({ indptr, indices, values, codes })) {
    parts[`${side}.${name}`] = { shape: [data.length], data };
  }
  return parts;
}
