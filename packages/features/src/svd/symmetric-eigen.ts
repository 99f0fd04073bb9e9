/** Eigenvalues, descending, and eigenvectors as the columns of a row-major matrix. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations until the other entries are
 * negligible beside the diagonal.
 *
 * @param matrix  `n × n`, row-major; overwritten.
 * @see Golub & Van Loan (2013), Matrix computations, section 8.5.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < 60 && offDiagonal(matrix, n) > 1e-30 * diagonal(matrix, n); sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(matrix, vectors, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => matrix[b * n + b]! - matrix[a * n + a]!,
  );
  const sorted = new Float64Array(n * n);
  order.forEach((from, to) => {
    for (let r = 0; r < n; r++) sorted[r * n + to] = vectors[r * n + from]!;
  });
  return { values: Float64Array.from(order, (i) => matrix[i * n + i]!), vectors: sorted };
}

function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) rotateEntries(a, k * n + p, k * n + q, c, s);
  for (let k = 0; k < n; k++) rotateEntries(a, p * n + k, q * n + k, c, s);
  for (let k = 0; k < n; k++) rotateEntries(vectors, k * n + p, k * n + q, c, s);
}

function rotateEntries(a: Float64Array, i: number, j: number, c: number, s: number): void {
  const x = a[i]!;
  const y = a[j]!;
  a[i] = c * x - s * y;
  a[j] = s * x + c * y;
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) sum += a[i * n + j]! ** 2;
  return sum;
}

function diagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[i * n + i]! ** 2;
  return sum;
}
