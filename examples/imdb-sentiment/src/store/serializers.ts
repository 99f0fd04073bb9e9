import {
  type CsrMatrix,
  csrMatrix,
  type FittedVectorizer,
  type LinearClassifier,
  parseWith,
  type Tensor,
} from "@imdb/core";
import { featureCodecs } from "@imdb/features";
import type { Serializer } from "@imdb/flow";
import { trainCodecs } from "@imdb/train";
import { z } from "zod";
import { partSchema, putTogether, takeApart } from "./fitted-part.js";
import { pack, unpack } from "./pack.js";

/** A vectorizer fitted on the train texts, and their rows. */
export interface Features {
  readonly vectorizer: FittedVectorizer;
  readonly matrix: CsrMatrix;
}

const MATRIX = "matrix.";
const featuresSchema = z.strictObject({
  part: partSchema,
  rows: z.int().min(0),
  cols: z.int().min(0),
});

/** Keeps a vectorizer and the rows it gave. */
export const featuresSerializer: Serializer<Features> = {
  kind: "features/1",
  encode({ vectorizer, matrix: { rows, cols, indptr, indices, values } }) {
    const { part, tensors } = takeApart(vectorizer, featureCodecs);
    const own: Record<string, Tensor> = {};
    for (const [name, data] of Object.entries({ indptr, indices, values })) {
      own[MATRIX + name] = { shape: [data.length], data };
    }
    return pack({ head: { part, rows, cols }, tensors: { ...tensors, ...own } });
  },
  decode(bytes) {
    const { head, tensors } = unpack(bytes);
    const { part, rows, cols } = parseWith(featuresSchema, head, "The kept features");
    const vocabulary = Object.entries(tensors).filter(([name]) => !name.startsWith(MATRIX));
    const array = (name: string) => tensors[MATRIX + name]?.data;
    const [indptr, indices, values] = [array("indptr"), array("indices"), array("values")];
    if (
      !(indptr instanceof Uint32Array && indices instanceof Uint32Array && values instanceof Float32Array)
    ) {
      throw new Error("the kept features have no matrix");
    }
    return {
      vectorizer: putTogether(part, Object.fromEntries(vocabulary), featureCodecs),
      matrix: csrMatrix({ rows, cols, indptr, indices, values }),
    };
  },
};

/** Keeps a model. */
export const modelSerializer: Serializer<LinearClassifier> = {
  kind: "model/1",
  encode(model) {
    const { part, tensors } = takeApart(model, trainCodecs);
    return pack({ head: part, tensors });
  },
  decode(bytes) {
    const { head, tensors } = unpack(bytes);
    return putTogether(parseWith(partSchema, head, "The kept model"), tensors, trainCodecs);
  },
};
