import { type CsrMatrix, seededRandom } from "@imdb/core";
import { displayMatrix } from "@imdb/core/display";
import { integer, optionsOf, type Resolved, seed } from "@imdb/core/options";
import { assertColumns } from "../matrix-checks.js";
import { type FittedTransformer, type Transformer, unsupervised } from "../transformers/transformer.js";
import { multiply, multiplyTransposed, orthonormalize } from "./dense-matrix.js";
import { symmetricEigen } from "./symmetric-eigen.js";

/** Options of {@link truncatedSvd}. */
export interface TruncatedSvdOptions {
  /** Number of dimensions, at most the number of rows and of columns of the matrix. Default 100. */
  readonly nComponents?: number;
  /** Number of power iterations; more are needed when singular values decrease slowly. Default 5. */
  readonly nIter?: number;
  /** Number of random directions in addition to `nComponents`. Default 10. */
  readonly nOversamples?: number;
  /** Seed of the random directions. Default 0. */
  readonly seed?: number;
}

/** The schema of {@link TruncatedSvdOptions}. */
export const truncatedSvdOptions = optionsOf<TruncatedSvdOptions>({
  nComponents: [100, integer(1, 65_536)],
  nIter: [5, integer(0, 65_536)],
  nOversamples: [10, integer(0, 65_536)],
  seed: [0, seed],
});

/** A fitted truncated singular value decomposition. */
export interface FittedTruncatedSvd extends FittedTransformer {
  readonly kind: "truncated-svd";
  /** `featureCount × inputCount`, row-major: the right singular vectors. */
  readonly components: Float64Array;
  /** One for each component, descending. */
  readonly singularValues: Float64Array;
}

/**
 * Projects rows onto the directions in which the train matrix is largest (latent semantic analysis): a
 * randomised truncated SVD of the matrix as it is, without centring, like scikit-learn's `TruncatedSVD`.
 * Rows become dense. The entry of greatest absolute value in each direction is positive.
 *
 * It needs memory for `2 × inputCount × (nComponents + nOversamples)` numbers of 8 bytes. Of a matrix with many
 * columns, select some first.
 *
 * @throws `INVALID_OPTION`
 * @see Halko, Martinsson & Tropp (2011), Finding structure with randomness.
 * @example
 * const matrix = csrFromRows([[[0, 3]], [[1, 4]]], 2);
 * const svd = truncatedSvd({ nComponents: 1 }).fit(matrix, withRole("train", ["x", "y"]));
 * Array.from(svd.singularValues, (value) => Math.round(value * 1e6) / 1e6); // => [4]
 */
export function truncatedSvd(options: TruncatedSvdOptions = {}): Transformer<FittedTruncatedSvd> {
  const params = truncatedSvdOptions.resolve(options, "truncatedSvd");
  return unsupervised("truncated-svd", params, (matrix) => decompose(matrix, params));
}

/** Makes a fitted decomposition. */
export function fittedTruncatedSvd(
  params: Resolved<TruncatedSvdOptions>,
  components: Float64Array,
  singularValues: Float64Array,
): FittedTruncatedSvd {
  const featureCount = singularValues.length;
  const inputCount = components.length / featureCount;
  const byInput = transposed(components, featureCount, inputCount);
  return {
    kind: "truncated-svd",
    params: { ...params },
    inputCount,
    featureCount,
    components,
    singularValues,
    transform(matrix) {
      assertColumns(matrix, inputCount);
      return asCsr(multiply(matrix, byInput, featureCount), matrix.rows, featureCount);
    },
    featureNames: () => Array.from({ length: featureCount }, (_, component) => `svd${component}`),
  };
}

function decompose(matrix: CsrMatrix, params: Resolved<TruncatedSvdOptions>): FittedTruncatedSvd {
  const rank = Math.max(Math.min(params.nComponents, matrix.rows, matrix.cols), 1);
  const width = Math.max(Math.min(rank + params.nOversamples, matrix.rows, matrix.cols), 1);
  const random = seededRandom(params.seed);
  let range = multiply(
    matrix,
    Float64Array.from({ length: matrix.cols * width }, () => random.normal()),
    width,
  );
  orthonormalize(range, width);
  for (let k = 0; k < params.nIter; k++) {
    const back = multiplyTransposed(matrix, range, width);
    orthonormalize(back, width);
    range = multiply(matrix, back, width);
    orthonormalize(range, width);
  }
  // B = rangeᵀ · matrix is small in one direction: its right singular vectors are Bᵀ · U / σ, where U and σ²
  // are the eigenvectors and eigenvalues of B · Bᵀ.
  const small = multiplyTransposed(matrix, range, width);
  const { values, vectors } = symmetricEigen(gramMatrix(small, width), width);
  const singularValues = Float64Array.from({ length: rank }, (_, k) => Math.sqrt(Math.max(values[k]!, 0)));
  const components = new Float64Array(rank * matrix.cols);
  for (let k = 0; k < rank; k++) {
    for (let c = 0; c < matrix.cols && singularValues[k]! > 0; c++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += small[c * width + j]! * vectors[j * width + k]!;
      components[k * matrix.cols + c] = sum / singularValues[k]!;
    }
    makeLargestPositive(components.subarray(k * matrix.cols, (k + 1) * matrix.cols));
  }
  return fittedTruncatedSvd(params, components, singularValues);
}

function gramMatrix(columns: Float64Array, width: number): Float64Array {
  const product = new Float64Array(width * width);
  for (let at = 0; at < columns.length; at += width) {
    for (let i = 0; i < width; i++) {
      const value = columns[at + i]!;
      for (let j = 0; j < width; j++) product[i * width + j]! += value * columns[at + j]!;
    }
  }
  return product;
}

function makeLargestPositive(vector: Float64Array): void {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  if (largest < 0) for (let k = 0; k < vector.length; k++) vector[k] = -vector[k]!;
}

function transposed(matrix: Float64Array, rows: number, cols: number): Float64Array {
  const result = new Float64Array(matrix.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) result[c * rows + r] = matrix[r * cols + c]!;
  return result;
}

function asCsr(dense: Float64Array, rows: number, cols: number): CsrMatrix {
  return displayMatrix({
    rows,
    cols,
    indptr: Uint32Array.from({ length: rows + 1 }, (_, row) => row * cols),
    indices: Uint32Array.from(dense, (_, k) => k % cols),
    values: Float32Array.from(dense),
  });
}
