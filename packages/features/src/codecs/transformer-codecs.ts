import {
  assertPart,
  type Codec,
  type EncodedPart,
  finiteNumbers,
  tensorData,
  vectorTensor,
} from "@imdb/core";
import {
  type FittedSelection,
  fittedSelection,
  type SelectKBestOptions,
  selectKBest,
} from "../selection/select-k-best.js";
import {
  type FittedTruncatedSvd,
  fittedTruncatedSvd,
  type TruncatedSvdOptions,
  truncatedSvd,
} from "../svd/truncated-svd.js";
import { columnScaler, fittedColumnScaler } from "../transformers/column-scaler.js";
import type { ColumnWeights } from "../transformers/column-weights.js";
import { fittedNbWeighting, nbWeighting } from "../transformers/nb-weighting.js";
import { type FittedTfidfTransformer, fittedTfidfTransformer } from "../transformers/tfidf-transformer.js";
import { resolveWeighting, WEIGHTING_OPTIONS } from "../vectorizers/weighting.js";
import { pick, trusted } from "./params.js";

type Params = EncodedPart["params"];

/** The codec of a transformer that holds one number a column. */
function columnsCodec<F extends ColumnWeights, O>(
  kind: F["kind"],
  options: readonly string[],
  make: (options: O) => unknown,
  fitted: (params: O, weights: Float64Array) => F,
): Codec<F> {
  return {
    kind,
    version: 1,
    tensors: ["weights"],
    encode: ({ params, weights }) => ({
      params: params as Params,
      tensors: { weights: vectorTensor(weights) },
    }),
    decode: (part) => fitted(checked(part.params, options, make), finiteNumbers(part, "weights")),
  };
}

const tfidfTransformerCodec: Codec<FittedTfidfTransformer> = {
  kind: "tfidf-transformer",
  version: 1,
  tensors: ["idf"],
  encode: ({ weighting, idf }) => ({ params: weighting, tensors: { idf: vectorTensor(idf) } }),
  decode(part) {
    const weighting = trusted(() => resolveWeighting(pick(part.params, WEIGHTING_OPTIONS)));
    return fittedTfidfTransformer(weighting, finiteNumbers(part, "idf"));
  },
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
    const params = checked<Required<SelectKBestOptions>>(part.params, ["k", "score"], selectKBest);
    const columns = tensorData(part, "columns", "Uint32Array");
    const [inputCount = 0] = tensorData(part, "inputCount", "Uint32Array");
    // A hostile count must not decide how much memory is taken.
    assertPart(inputCount <= 1 << 28, `${inputCount} columns are too many`);
    columns.forEach((column, k) => {
      const inOrder = column < inputCount && (k === 0 || column > columns[k - 1]!);
      assertPart(inOrder, `column ${column} is out of order`);
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
    const names = ["nComponents", "nIter", "nOversamples", "seed"];
    const params = checked<Required<TruncatedSvdOptions>>(part.params, names, truncatedSvd);
    const components = finiteNumbers(part, "components");
    const singularValues = finiteNumbers(part, "singularValues");
    const isWhole = singularValues.length > 0 && components.length % singularValues.length === 0;
    assertPart(isWhole, `${components.length} numbers for ${singularValues.length} components`);
    return fittedTruncatedSvd(params, components, singularValues);
  },
};

/** The codecs of this package's fitted transformers. */
export const transformerCodecs = [
  columnsCodec("nb-weighting", ["alpha"], nbWeighting, fittedNbWeighting),
  tfidfTransformerCodec,
  columnsCodec("column-scaler", ["by"], columnScaler, fittedColumnScaler),
  selectionCodec,
  truncatedSvdCodec,
] as readonly Codec[];

/** Parameters that the maker of the unfitted transformer accepts. */
function checked<O>(params: Params, names: readonly string[], make: (options: O) => unknown): O {
  const options = pick(params, names) as O;
  trusted(() => make(options));
  return options;
}
