import { type FittedVectorizer, isLinear, type LinearClassifier, type ModelBundle } from "@imdb/core";
import { NotExportable } from "../errors.js";
import { ELEMENT, floatTensor, modelProto, type OnnxNode, stringTensor } from "./model-proto.js";
import { ngramPool } from "./ngram-pool.js";
import type { Part } from "./protobuf.js";

/**
 * Writes a bundle as an ONNX model, for any ONNX runtime: Python, the JVM, Spark, Triton.
 *
 * Its input is `tokens`, a string tensor `[documents, tokens]`: each document's words in order, as the
 * vectorizer's own tokenizer makes them, shorter documents filled up with empty strings. Its outputs are `label`
 * (strings) and `probabilities` (`[documents, labels]`, 32-bit floats, labels in the bundle's order). Runtimes
 * compute a dense row a document: give them some dozens of documents at once. Cleaning that goes with the
 * vectorizer comes before the tokens, so it is the caller's to do, like the tokenizing; the metadata names it.
 *
 * @throws `NOT_EXPORTABLE` for a vectorizer that is not a word count or TF-IDF, or a classifier that is not linear.
 */
export function exportOnnx({ manifest, vectorizer: whole, classifier }: ModelBundle): Uint8Array {
  const vectorizer = countingPart(whole);
  if (!isLinear(classifier))
    throw NotExportable.create({ part: classifier.kind, problem: "it is not linear" });
  const weights = weighting(vectorizer);
  const score = scoring(classifier);
  const { attributes, order } = ngramPool(vectorizer);
  return modelProto({
    name: manifest.name,
    nodes: [
      {
        op: "TfIdfVectorizer",
        inputs: ["tokens"],
        output: "counts",
        attributes: { ...attributes, mode: "TF", ngram_indexes: order },
      },
      ...weights.nodes,
      ...score.nodes,
    ],
    constants: [...weights.constants, ...score.constants],
    inputs: [{ name: "tokens", element: ELEMENT.string, shape: ["documents", "tokens"] }],
    outputs: [
      { name: "label", element: ELEMENT.string, shape: ["documents"] },
      { name: "probabilities", element: ELEMENT.float, shape: ["documents", classifier.classes.length] },
    ],
    metadata: {
      "imdb.model_version": manifest.version,
      "imdb.labels": JSON.stringify(manifest.labels),
      "imdb.vectorizer": JSON.stringify(whole.params),
    },
  });
}

/** The vectorizer inside one that cleans first; any other as it is. */
function countingPart(vectorizer: FittedVectorizer): FittedVectorizer {
  if (vectorizer.kind !== "CleanedVectorizer") return vectorizer;
  return (vectorizer as FittedVectorizer & { readonly inner: FittedVectorizer }).inner;
}

interface Piece {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly Part[];
}

const scalar = (name: string, value: number) => floatTensor(name, [1], Float32Array.of(value));

/** Counts to weights: binary or sublinear counts, times idf, scaled to norm 1. From `counts` to `features`. */
function weighting(vectorizer: FittedVectorizer): Piece {
  const { params, featureCount } = vectorizer;
  const { idf } = vectorizer as { readonly idf?: unknown };
  const nodes: OnnxNode[] = [];
  const constants: Part[] = [];
  let last = "counts";
  const then = (
    op: string,
    inputs: readonly string[],
    output: string,
    attributes: OnnxNode["attributes"] = {},
  ) => {
    nodes.push({ op, inputs, output, attributes });
    last = output;
  };
  if (params["binary"] === true) then("Sign", [last], "binary");
  if (params["sublinearTf"] === true) {
    constants.push(scalar("one", 1));
    then("Sign", [last], "present");
    then("Max", [nodes.length > 1 ? "binary" : "counts", "one"], "at_least_one");
    then("Log", [last], "logarithm");
    then("Add", [last, "one"], "damped");
    then("Mul", [last, "present"], "sublinear");
  }
  if (idf instanceof Float64Array) {
    constants.push(floatTensor("idf", [featureCount], Float32Array.from(idf)));
    then("Mul", [last, "idf"], "weighted");
  }
  if (params["norm"] === "l2" || params["norm"] === "l1") {
    const raw = last;
    constants.push(scalar("tiny", 1e-30));
    then(params["norm"] === "l2" ? "ReduceL2" : "ReduceL1", [raw], "length", { axes: [1], keepdims: 1 });
    then("Max", [last, "tiny"], "scale");
    then("Div", [raw, last], "normalized");
  }
  then("Identity", [last], "features");
  return { nodes, constants };
}

/** Features to decision values to probabilities to labels. */
function scoring(classifier: LinearClassifier): Piece {
  const { coef, intercept, featureCount, classes } = classifier;
  const outputs = intercept.length;
  const transposed = new Float32Array(coef.length);
  for (let o = 0; o < outputs; o++) {
    for (let f = 0; f < featureCount; f++) transposed[f * outputs + o] = coef[o * featureCount + f]!;
  }
  const link = outputs === 1 ? "sigmoid" : (classifier as { readonly link?: unknown }).link;
  return {
    constants: [
      floatTensor("coef", [featureCount, outputs], transposed),
      floatTensor("intercept", [outputs], Float32Array.from(intercept)),
      stringTensor("labels", classes),
    ],
    nodes: [
      { op: "MatMul", inputs: ["features", "coef"], output: "linear" },
      { op: "Add", inputs: ["linear", "intercept"], output: "decision" },
      ...probabilityNodes(link, classifier.kind),
      { op: "ArgMax", inputs: ["probabilities"], output: "best", attributes: { axis: 1, keepdims: 0 } },
      { op: "Gather", inputs: ["labels", "best"], output: "label" },
    ],
  };
}

function probabilityNodes(link: unknown, kind: string): OnnxNode[] {
  if (link === "softmax") {
    return [{ op: "Softmax", inputs: ["decision"], output: "probabilities", attributes: { axis: 1 } }];
  }
  if (link === "sigmoid") {
    return [
      { op: "Neg", inputs: ["decision"], output: "against" },
      { op: "Concat", inputs: ["against", "decision"], output: "both", attributes: { axis: 1 } },
      { op: "Sigmoid", inputs: ["both"], output: "probabilities" },
    ];
  }
  if (link === "ovr") {
    return [
      { op: "Sigmoid", inputs: ["decision"], output: "each" },
      // The sum of absolute values is the sum of probabilities; ReduceSum would want its axes as another input.
      { op: "ReduceL1", inputs: ["each"], output: "sum", attributes: { axes: [1], keepdims: 1 } },
      { op: "Div", inputs: ["each", "sum"], output: "probabilities" },
    ];
  }
  throw NotExportable.create({ part: kind, problem: `it makes probabilities by ${String(link)}` });
}
