import type { Codec, EncodedPart } from "@imdb/core";
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
import {
  type ColumnScalerOptions,
  columnScaler,
  type FittedColumnScaler,
  fittedColumnScaler,
} from "../transformers/column-scaler.js";
import {
  type FittedNbWeighting,
  fittedNbWeighting,
  type NbWeightingOptions,
  nbWeighting,
} from "../transformers/nb-weighting.js";
import { type FittedTfidfTransformer, fittedTfidfTransformer } from "../transformers/tfidf-transformer.js";
import { resolveWeighting, WEIGHTING_OPTIONS } from "../vectorizers/weighting.js";
import { pick, trusted } from "./params.js";
import { require, tensor, vector } from "./part-fields.js";

type Params = EncodedPart["params"];

const nbWeightingCodec: Codec<FittedNbWeighting> = {
  kind: "nb-weighting",
  version: 1,
  encode: ({ params, weights }) => ({ params: params as Params, tensors: { weights: tensor(weights) } }),
  decode: (part) =>
    fittedNbWeighting(
      checked<Required<NbWeightingOptions>>(part.params, ["alpha"], nbWeighting),
      finite(part, "weights"),
    ),
};

const tfidfTransformerCodec: Codec<FittedTfidfTransformer> = {
  kind: "tfidf-transformer",
  version: 1,
  encode: ({ weighting, idf }) => ({ params: weighting, tensors: { idf: tensor(idf) } }),
  decode(part) {
    const weighting = trusted(() => resolveWeighting(pick(part.params, WEIGHTING_OPTIONS)));
    return fittedTfidfTransformer(weighting, finite(part, "idf"));
  },
};

const columnScalerCodec: Codec<FittedColumnScaler> = {
  kind: "column-scaler",
  version: 1,
  encode: ({ params, weights }) => ({ params: params as Params, tensors: { weights: tensor(weights) } }),
  decode: (part) =>
    fittedColumnScaler(
      checked<Required<ColumnScalerOptions>>(part.params, ["by"], columnScaler),
      finite(part, "weights"),
    ),
};

const selectionCodec: Codec<FittedSelection> = {
  kind: "select-k-best",
  version: 1,
  encode: ({ params, inputCount, columns }) => ({
    params: params as Params,
    tensors: { columns: tensor(columns), inputCount: tensor(Uint32Array.of(inputCount)) },
  }),
  decode(part) {
    const params = checked<Required<SelectKBestOptions>>(part.params, ["k", "score"], selectKBest);
    const columns = vector(part, "columns", "Uint32Array");
    const [inputCount = 0] = vector(part, "inputCount", "Uint32Array");
    // A hostile count must not decide how much memory is taken.
    require(inputCount <= 1 << 28, `${inputCount} columns are too many`);
    columns.forEach((column, k) => {
      require(column < inputCount &&
        (k === 0 || column > columns[k - 1]!), `column ${column} is out of order`);
    });
    return fittedSelection(params, inputCount, columns);
  },
};

const truncatedSvdCodec: Codec<FittedTruncatedSvd> = {
  kind: "truncated-svd",
  version: 1,
  encode: ({ params, components, singularValues }) => ({
    params: params as Params,
    tensors: { components: tensor(components), singularValues: tensor(singularValues) },
  }),
  decode(part) {
    const names = ["nComponents", "nIter", "nOversamples", "seed"];
    const params = checked<Required<TruncatedSvdOptions>>(part.params, names, truncatedSvd);
    const components = finite(part, "components");
    const singularValues = finite(part, "singularValues");
    const isWhole = singularValues.length > 0 && components.length % singularValues.length === 0;
    require(isWhole, `${components.length} numbers for ${singularValues.length} components`);
    return fittedTruncatedSvd(params, components, singularValues);
  },
};

/** The codecs of this package's fitted transformers. */
export const transformerCodecs: readonly Codec[] = [
  nbWeightingCodec,
  tfidfTransformerCodec,
  columnScalerCodec,
  selectionCodec,
  truncatedSvdCodec,
];

/** Parameters that the maker of the unfitted transformer accepts. */
function checked<O>(params: Params, names: readonly string[], make: (options: O) => unknown): O {
  const options = pick(params, names) as O;
  trusted(() => make(options));
  return options;
}

/** A vector of doubles without NaN and infinities. */
function finite(part: EncodedPart, name: string): Float64Array {
  const values = vector(part, name, "Float64Array");
  require(values.every((value) => Number.isFinite(value)), `tensor ${name} has a value that is not finite`);
  return values;
}
