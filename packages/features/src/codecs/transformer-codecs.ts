import {
  assertPart,
  type Codec,
  type EncodedPart,
  finiteNumbers,
  tensorData,
  vectorTensor,
} from "@imdb/core";
import type { OptionsSchema, Resolved } from "@imdb/core/options";
import { type FittedSelection, fittedSelection, selectKBestOptions } from "../selection/select-k-best.js";
import { type FittedTruncatedSvd, fittedTruncatedSvd, truncatedSvdOptions } from "../svd/truncated-svd.js";
import { columnScalerOptions, fittedColumnScaler } from "../transformers/column-scaler.js";
import type { ColumnWeights } from "../transformers/column-weights.js";
import { fittedNbWeighting, nbWeightingOptions } from "../transformers/nb-weighting.js";
import { type FittedTfidfTransformer, fittedTfidfTransformer } from "../transformers/tfidf-transformer.js";
import { weightingOptions } from "../vectorizers/weighting.js";
import { trusted } from "./params.js";

type Params = EncodedPart["params"];

/** The codec of a transformer that holds one number a column. */
function columnsCodec<F extends ColumnWeights, O extends object>(
  kind: F["kind"],
  options: OptionsSchema<O>,
  fitted: (params: Resolved<O>, weights: Float64Array) => F,
): Codec<F> {
  return {
    kind,
    version: 1,
    tensors: ["weights"],
    encode: ({ params, weights }) => ({
      params: params as Params,
      tensors: { weights: vectorTensor(weights) },
    }),
    decode: (part) => fitted(checked(part, options), finiteNumbers(part, "weights")),
  };
}

const tfidfTransformerCodec: Codec<FittedTfidfTransformer> = {
  kind: "tfidf-transformer",
  version: 1,
  tensors: ["idf"],
  encode: ({ weighting, idf }) => ({ params: weighting, tensors: { idf: vectorTensor(idf) } }),
  decode: (part) => fittedTfidfTransformer(checked(part, weightingOptions), finiteNumbers(part, "idf")),
};

const selectionCodec: Codec<FittedSelection> = {
  kind: "select-k-best",
  version: 1,
  tensors: ["columns", "inputCount"],
  encode: ({ params, inputCount, columns }) => ({
    params: params as Params,
    tensors: { columns: vectorTensor(columns), inputCount: vectorTensor(Uint32Array.of(inputCount)) },
  }),
  decode(part) {
    const params = checked(part, selectKBestOptions);
    const columns = tensorData(part, "columns", "Uint32Array");
    const [inputCount = 0] = tensorData(part, "inputCount", "Uint32Array");
    // A hostile count must not decide how much memory is taken.
    assertPart(inputCount <= 1 << 28, `${inputCount} columns are too many`);
    columns.forEach((column, k) => {
      const inOrder = column < inputCount && (k === 0 || column > columns[k - 1]!);
      if (!inOrder) assertPart(false, `column ${column} is out of order`);
    });
    return fittedSelection(params, inputCount, columns);
  },
};

const truncatedSvdCodec: Codec<FittedTruncatedSvd> = {
  kind: "truncated-svd",
  version: 1,
  tensors: ["components", "singularValues"],
  encode: ({ params, components, singularValues }) => ({
    params: params as Params,
    tensors: { components: vectorTensor(components), singularValues: vectorTensor(singularValues) },
  }),
  decode(part) {
    const params = checked(part, truncatedSvdOptions);
    const components = finiteNumbers(part, "components");
    const singularValues = finiteNumbers(part, "singularValues");
    const isWhole = singularValues.length > 0 && components.length % singularValues.length === 0;
    assertPart(isWhole, `${components.length} numbers for ${singularValues.length} components`);
    return fittedTruncatedSvd(params, components, singularValues);
  },
};

/** The codecs of this package's fitted transformers. */
export const transformerCodecs = [
  columnsCodec("nb-weighting", nbWeightingOptions, fittedNbWeighting),
  tfidfTransformerCodec,
  columnsCodec("column-scaler", columnScalerOptions, fittedColumnScaler),
  selectionCodec,
  truncatedSvdCodec,
] as readonly Codec[];

/** The parameters of a part, as the schema of the unfitted transformer accepts them. */
function checked<O extends object>({ params }: EncodedPart, options: OptionsSchema<O>): Resolved<O> {
  return trusted(() => options.resolve(options.pick(params) as O));
}
