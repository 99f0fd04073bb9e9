import type { Codec, EncodedPart } from "@imdb/core";
import type { OptionsSchema, Resolved } from "@imdb/core/options";
import { type FittedSelection, fittedSelection, selectKBestOptions } from "../selection/select-k-best.js";
import { type FittedTruncatedSvd, fittedTruncatedSvd, truncatedSvdOptions } from "../svd/truncated-svd.js";
import {
  columnScalerOptions,
  type FittedColumnScaler,
  fittedColumnScaler,
} from "../transformers/column-scaler.js";
import {
  type FittedNbWeighting,
  fittedNbWeighting,
  nbWeightingOptions,
} from "../transformers/nb-weighting.js";
import { type FittedTfidfTransformer, fittedTfidfTransformer } from "../transformers/tfidf-transformer.js";
import { weightingOptions } from "../vectorizers/weighting.js";
import { trusted } from "./params.js";
import { require, tensor, vector } from "./part-fields.js";

type Params = EncodedPart["params"];

const nbWeightingCodec: Codec<FittedNbWeighting> = {
  kind: "nb-weighting",
  version: 1,
  encode: ({ params, weights }) => ({ params: params as Params, tensors: { weights: tensor(weights) } }),
  decode: (part) => fittedNbWeighting(checked(part, nbWeightingOptions), finite(part, "weights")),
};

const tfidfTransformerCodec: Codec<FittedTfidfTransformer> = {
  kind: "tfidf-transformer",
  version: 1,
  encode: ({ weighting, idf }) => ({ params: weighting, tensors: { idf: tensor(idf) } }),
  decode: (part) => fittedTfidfTransformer(checked(part, weightingOptions), finite(part, "idf")),
};

const columnScalerCodec: Codec<FittedColumnScaler> = {
  kind: "column-scaler",
  version: 1,
  encode: ({ params, weights }) => ({ params: params as Params, tensors: { weights: tensor(weights) } }),
  decode: (part) => fittedColumnScaler(checked(part, columnScalerOptions), finite(part, "weights")),
};

const selectionCodec: Codec<FittedSelection> = {
  kind: "select-k-best",
  version: 1,
  encode: ({ params, inputCount, columns }) => ({
    params: params as Params,
    tensors: { columns: tensor(columns), inputCount: tensor(Uint32Array.of(inputCount)) },
  }),
  decode(part) {
    const params = checked(part, selectKBestOptions);
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
    const params = checked(part, truncatedSvdOptions);
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

/** The parameters of a part, as the schema of the unfitted transformer accepts them. */
function checked<O extends object>({ params }: EncodedPart, options: OptionsSchema<O>): Resolved<O> {
  return trusted(() => options.resolve(options.pick(params) as O));
}

/** A vector of doubles without NaN and infinities. */
function finite(part: EncodedPart, name: string): Float64Array {
  const values = vector(part, name, "Float64Array");
  require(values.every((value) => Number.isFinite(value)), `tensor ${name} has a value that is not finite`);
  return values;
}
