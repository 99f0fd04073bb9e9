import { type FittedVectorizer, isLinear, type LinearClassifier, type ModelBundle } from "@imdb/core";
import { isCleanedVectorizer } from "@imdb/core/cleaning";
import { checkOption } from "@imdb/core/options";
import { NotExportable } from "../errors.js";
import { bundleRule } from "../predictor/bundle-rule.js";
import { decisionNodes, type GraphPart } from "./decision-nodes.js";
import { doubleTensor, ELEMENT, modelProto, type OnnxNode, stringTensor } from "./model-proto.js";
import { ngramPool } from "./ngram-pool.js";
import type { Part } from "./protobuf.js";

/**
 * Writes a bundle as an ONNX model, for any ONNX runtime: Python, the JVM, Spark, Triton.
 *
 * The input is `tokens`, a string tensor `[documents, tokens]`: the words of each document in order, from the tokenizer of
 * the vectorizer. Shorter documents are padded with empty strings. The outputs are `label` (strings) and `probabilities`
 * (`[documents, labels]`, 32-bit floats, labels in the order of the bundle). Labels follow the decision rule of the bundle; one
 * that abstains adds the output `abstained` (booleans). The graph computes in 64 bits, with rows of
 * 32 bits as the vectorizer has them, and decides from these: a text that is exactly at the threshold has the label that the
 * predictor gives it. Runtimes compute a dense row for each
 * document: pass some dozens of documents at once. The caller must clean and tokenize the texts; the metadata of the model
 * names the cleaning steps.
 *
 * @throws `NOT_EXPORTABLE` for a vectorizer that is not a word count or TF-IDF, or a classifier that is not linear;
 *         `INVALID_OPTION` for what is no bundle.
 */
export function exportOnnx(bundle: ModelBundle): Uint8Array {
  checkOption("bundle", bundle, bundleRule);
  const { manifest, vectorizer: whole, classifier } = bundle;
  const vectorizer = countingPart(whole);
  if (!isLinear(classifier))
    throw NotExportable.create({ part: classifier.kind, problem: "it is not linear" });
  const weights = weighting(vectorizer);
  const score = scoring(classifier);
  const decided = decisionNodes(manifest);
  const { attributes, order } = ngramPool(vectorizer);
  return modelProto({
    name: manifest.name,
    nodes: [
      {
        op: "TfIdfVectorizer",
        inputs: ["tokens"],
        output: "whole_counts",
        attributes: { ...attributes, mode: "TF", ngram_indexes: order },
      },
      // All numbers have 64 bits: in 32, a text at the threshold would get another label than the predictor gives it.
      { op: "Cast", inputs: ["whole_counts"], output: "counts", attributes: { to: ELEMENT.double } },
      ...weights.nodes,
      ...score.nodes,
      { op: "Cast", inputs: ["exact"], output: "probabilities", attributes: { to: ELEMENT.float } },
      ...decided.nodes,
    ],
    constants: [...weights.constants, ...score.constants, ...decided.constants],
    inputs: [{ name: "tokens", element: ELEMENT.string, shape: ["documents", "tokens"] }],
    outputs: [
      { name: "label", element: ELEMENT.string, shape: ["documents"] },
      { name: "probabilities", element: ELEMENT.float, shape: ["documents", classifier.classes.length] },
      ...decided.outputs,
    ],
    metadata: {
      "imdb.model_version": manifest.version,
      "imdb.labels": JSON.stringify(manifest.labels),
      "imdb.vectorizer": JSON.stringify(whole.params),
      ...decided.metadata,
    },
  });
}

/** The vectorizer inside one that cleans texts first; any other vectorizer itself. */
function countingPart(vectorizer: FittedVectorizer): FittedVectorizer {
  return isCleanedVectorizer(vectorizer) ? vectorizer.inner : vectorizer;
}

const scalar = (name: string, value: number) => doubleTensor(name, [1], Float64Array.of(value));

/** The nodes from `counts` to `features`: binary or sublinear counts, times idf, scaled to norm 1. */
function weighting(vectorizer: FittedVectorizer): GraphPart {
  const { params, featureCount } = vectorizer;
  const { idf } = vectorizer as { readonly idf?: unknown };
  const nodes: OnnxNode[] = [];
  const constants: Part[] = [];
  let last = "counts";
  const append = (
    op: string,
    inputs: readonly string[],
    output: string,
    attributes: OnnxNode["attributes"] = {},
  ) => {
    nodes.push({ op, inputs, output, attributes });
    last = output;
  };
  if (params["binary"] === true) append("Sign", [last], "binary");
  if (params["sublinearTf"] === true) {
    constants.push(scalar("one", 1));
    append("Sign", [last], "present");
    append("Max", [nodes.length > 1 ? "binary" : "counts", "one"], "at_least_one");
    append("Log", [last], "logarithm");
    append("Add", [last, "one"], "damped");
    append("Mul", [last, "present"], "sublinear");
  }
  if (idf instanceof Float64Array) {
    constants.push(doubleTensor("idf", [featureCount], idf));
    append("Mul", [last, "idf"], "weighted");
  }
  if (params["norm"] === "l2" || params["norm"] === "l1") {
    const raw = last;
    constants.push(scalar("tiny", 1e-30));
    append(params["norm"] === "l2" ? "ReduceL2" : "ReduceL1", [raw], "length", { axes: [1], keepdims: 1 });
    append("Max", [last, "tiny"], "scale");
    append("Div", [raw, last], "normalized");
  }
  // The rows of the vectorizer have 32 bits.
  append("Cast", [last], "rounded", { to: ELEMENT.float });
  append("Cast", [last], "features", { to: ELEMENT.double });
  return { nodes, constants };
}

/** The nodes from `features` to decision values and probabilities. */
function scoring(classifier: LinearClassifier): GraphPart {
  const { coef, intercept, featureCount, classes } = classifier;
  const outputs = intercept.length;
  const transposed = new Float64Array(coef.length);
  for (let o = 0; o < outputs; o++) {
    for (let f = 0; f < featureCount; f++) transposed[f * outputs + o] = coef[o * featureCount + f]!;
  }
  const link = outputs === 1 ? "sigmoid" : (classifier as { readonly link?: unknown }).link;
  return {
    constants: [
      doubleTensor("coef", [featureCount, outputs], transposed),
      doubleTensor("intercept", [outputs], Float64Array.from(intercept)),
      stringTensor("labels", classes),
    ],
    nodes: [
      { op: "MatMul", inputs: ["features", "coef"], output: "linear" },
      { op: "Add", inputs: ["linear", "intercept"], output: "decision" },
      ...probabilityNodes(link, classifier.kind),
    ],
  };
}

function probabilityNodes(link: unknown, kind: string): OnnxNode[] {
  if (link === "softmax") {
    return [{ op: "Softmax", inputs: ["decision"], output: "exact", attributes: { axis: 1 } }];
  }
  if (link === "sigmoid") {
    return [
      { op: "Neg", inputs: ["decision"], output: "against" },
      { op: "Concat", inputs: ["against", "decision"], output: "both", attributes: { axis: 1 } },
      { op: "Sigmoid", inputs: ["both"], output: "exact" },
    ];
  }
  if (link === "ovr") {
    return [
      { op: "Sigmoid", inputs: ["decision"], output: "each" },
      // The sum of absolute values is the sum of probabilities; ReduceSum would need its axes as a further input.
      { op: "ReduceL1", inputs: ["each"], output: "sum", attributes: { axes: [1], keepdims: 1 } },
      { op: "Div", inputs: ["each", "sum"], output: "exact" },
    ];
  }
  throw NotExportable.create({ part: kind, problem: `it makes probabilities by ${String(link)}` });
}
