import { displayMatrix } from "../display/index.js";
import { assertArgument, assertObject } from "../errors/assert-argument.js";
import { InvalidCsrMatrix, ShapeMismatch } from "../errors/codes.js";

/**
 * A sparse matrix in compressed sparse row (CSR) format.
 *
 * The columns of row `r` are `indices[indptr[r] … indptr[r + 1]]`, strictly ascending. Its values are at the same
 * positions of `values`. All values are finite.
 */
export interface CsrMatrix {
  /** The number of rows: documents. */
  readonly rows: number;
  /** The number of columns: features. */
  readonly cols: number;
  /** `rows + 1` offsets, from 0, in ascending order. */
  readonly indptr: Uint32Array;
  /** The columns of the values, row after row; strictly ascending within a row, below `cols`. */
  readonly indices: Uint32Array;
  /** The values, one for each of `indices`; finite. */
  readonly values: Float32Array;
}

/**
 * Makes a matrix of its parts after checking every invariant. The arrays are not copied.
 *
 * @throws `INVALID_CSR_MATRIX` naming the first row that is wrong.
 */
export function csrMatrix(parts: CsrMatrix): CsrMatrix {
  assertObject("parts", parts, "the parts of a CSR matrix");
  const { rows, cols, indptr, indices, values } = parts;
  if (!Number.isInteger(rows) || rows < 0) throw InvalidCsrMatrix.create({ problem: `rows is ${rows}` });
  if (!Number.isInteger(cols) || cols < 0 || cols > 2 ** 32) {
    throw InvalidCsrMatrix.create({ problem: `cols is ${cols}` });
  }
  assertArray("indptr", "Uint32Array", indptr);
  assertArray("indices", "Uint32Array", indices);
  assertArray("values", "Float32Array", values);
  if (indptr.length !== rows + 1) {
    throw InvalidCsrMatrix.create({ problem: `indptr has ${indptr.length} entries for ${rows} rows` });
  }
  if (indptr[0] !== 0 || indptr[rows] !== indices.length || indices.length !== values.length) {
    const problem = `indptr runs from ${indptr[0]} to ${indptr[rows]}, with ${indices.length} indices and ${values.length} values`;
    throw InvalidCsrMatrix.create({ problem });
  }
  // Offsets are checked first: the loop below skips a row whose end is before its start.
  for (let row = 0; row < rows; row++) {
    if (indptr[row + 1]! < indptr[row]!) throw InvalidCsrMatrix.create({ problem: "indptr descends", row });
  }
  for (let row = 0; row < rows; row++) {
    let last = -1;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const column = indices[k]!;
      if (column <= last)
        throw InvalidCsrMatrix.create({ problem: "columns do not ascend", row, position: k });
      if (column >= cols) {
        throw InvalidCsrMatrix.create({ problem: `column ${column} of ${cols}`, row, position: k });
      }
      if (!Number.isFinite(values[k])) {
        throw InvalidCsrMatrix.create({ problem: `value ${values[k]}`, row, position: k });
      }
      last = column;
    }
  }
  return displayMatrix({ rows, cols, indptr, indices, values });
}

/** Whether a value has the arrays of a CSR matrix. {@link csrMatrix} checks the invariants. */
export function isCsrMatrix(value: unknown): value is CsrMatrix {
  const { indptr, indices, values } = Object(value) as Partial<CsrMatrix>;
  return [indptr, indices, values].every((array) => ArrayBuffer.isView(array));
}

/** Checks the type of an array by its name, so that arrays of another realm pass. */
function assertArray(part: string, type: string, array: ArrayLike<number>): void {
  const given = Object.prototype.toString.call(array).slice("[object ".length, -1);
  if (given !== type) throw InvalidCsrMatrix.create({ problem: `${part} is a ${given}, not a ${type}` });
}

/**
 * Makes a matrix from rows of `[column, value]` pairs in any order; for tests and small data.
 *
 * @throws `INVALID_CSR_MATRIX` for a column that is no whole number, outside `cols`, or twice in a row, and
 *         for a value that is not finite as a 32-bit number.
 * @example
 * csrFromRows([[[2, 1], [0, 3]], []], 4).indices; // => Uint32Array.of(0, 2)
 */
export function csrFromRows(
  rows: readonly (readonly (readonly [column: number, value: number])[])[],
  cols: number,
): CsrMatrix {
  const isRows = Array.isArray(rows) && rows.every(Array.isArray);
  assertArgument("rows", rows, "a list of rows of [column, value] pairs", isRows);
  const sorted = rows.map((row) => [...row].sort((a, b) => a[0] - b[0]));
  const indptr = new Uint32Array(rows.length + 1);
  sorted.forEach((row, r) => {
    indptr[r + 1] = indptr[r]! + row.length;
  });
  const pairs = sorted.flat();
  for (const [column] of pairs) {
    if (!Number.isInteger(column) || column < 0)
      throw InvalidCsrMatrix.create({ problem: `column ${column}` });
  }
  return csrMatrix({
    rows: rows.length,
    cols,
    indptr,
    indices: Uint32Array.from(pairs, (p) => p[0]),
    values: Float32Array.from(pairs, (p) => p[1]),
  });
}

/**
 * Makes a matrix of the chosen rows, in the given order.
 *
 * @param rows  Row numbers; duplicates are allowed.
 * @throws `SHAPE_MISMATCH` for a number that is no row of the matrix, `INVALID_OPTION` for no matrix and no list.
 */
export function csrSelectRows(matrix: CsrMatrix, rows: ArrayLike<number>): CsrMatrix {
  assertArgument("matrix", matrix, "a CSR matrix", isCsrMatrix(matrix));
  assertArgument("rows", rows, "a list of row numbers", Object(rows).length >= 0);
  const indptr = new Uint32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!(Number.isInteger(row) && row >= 0 && row < matrix.rows)) {
      throw ShapeMismatch.create({
        what: "Row number (below the number of rows)",
        expected: matrix.rows,
        actual: row,
      });
    }
    indptr[i + 1] = indptr[i]! + matrix.indptr[row + 1]! - matrix.indptr[row]!;
  }
  const indices = new Uint32Array(indptr[rows.length]!);
  const values = new Float32Array(indices.length);
  for (let i = 0; i < rows.length; i++) {
    const from = matrix.indptr[rows[i]!]!;
    const to = matrix.indptr[rows[i]! + 1]!;
    indices.set(matrix.indices.subarray(from, to), indptr[i]!);
    values.set(matrix.values.subarray(from, to), indptr[i]!);
  }
  return displayMatrix({ rows: rows.length, cols: matrix.cols, indptr, indices, values });
}

/**
 * Stacks matrices with the same columns vertically.
 *
 * @throws `SHAPE_MISMATCH` when their `cols` differ, `INVALID_OPTION` for what is no list of matrices.
 */
export function csrStack(parts: readonly CsrMatrix[]): CsrMatrix {
  const areMatrices = Array.isArray(parts) && parts.every(isCsrMatrix);
  assertArgument("parts", parts, "a list of CSR matrices", areMatrices);
  const cols = parts[0]?.cols ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const size = parts.reduce((sum, part) => sum + part.indices.length, 0);
  const indptr = new Uint32Array(rows + 1);
  const indices = new Uint32Array(size);
  const values = new Float32Array(size);
  let row = 0;
  let at = 0;
  for (const part of parts) {
    if (part.cols !== cols)
      throw ShapeMismatch.create({ what: "Columns", expected: cols, actual: part.cols });
    for (let r = 1; r <= part.rows; r++) indptr[row + r] = at + part.indptr[r]!;
    indices.set(part.indices, at);
    values.set(part.values, at);
    row += part.rows;
    at += part.indices.length;
  }
  return displayMatrix({ rows, cols, indptr, indices, values });
}
