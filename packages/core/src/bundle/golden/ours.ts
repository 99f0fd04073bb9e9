import type { Tensor } from "../safetensors.js";

/** The tensors in `ours.safetensors`. */
export const OURS: Readonly<Record<string, Tensor>> = {
  "vectorizer.terms": { shape: [5], data: Uint8Array.of(0, 1, 2, 254, 255) },
  "classifier.coef": { shape: [2, 3], data: Float64Array.of(-1.5, 0, 2.25, 1e-300, 1e300, -0.25) },
  "vectorizer.idf": { shape: [3], data: Float32Array.of(1, 0.5, 3) },
  "vectorizer.offsets": { shape: [2, 1], data: Uint32Array.of(0, 4294967295) },
  codes: { shape: [], data: Int32Array.of(-7) },
  empty: { shape: [0, 3], data: new Float32Array(0) },
  "naïve \u{1f600}": { shape: [1], data: Int32Array.of(3) },
};
