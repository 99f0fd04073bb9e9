import { costMatrix, type Manifest, positiveIndex } from "@imdb/core";
import { doubleTensor, ELEMENT, intTensor, type OnnxNode, type OnnxValue } from "./model-proto.js";
import type { Part } from "./protobuf.js";

/** More than the sums of the graph differ from those of the predictor, and less than what tells two texts apart. */
export const TIE = 1e-12;

/** A part of a graph. */
export interface GraphPart {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly Part[];
}

/** The nodes from probabilities to labels, and the outputs that they add. */
export interface DecisionPart extends GraphPart {
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The nodes that decide as the bundle does: the most probable label, a threshold for the positive class, or the label with
 * the smallest expected cost. A rule that abstains adds the output `abstained`.
 *
 * It decides from `exact`, the probabilities in 64 bits: these are those of the predictor but for the order of sums. A text that
 * is exactly at a threshold, as one text always is where `chooseThreshold` found it, has the same decision: the graph takes
 * the threshold less {@link TIE}.
 */
export function decisionNodes({ labels, positive, decision }: Manifest): DecisionPart {
  const metadata = {
    ...(positive !== undefined && { "imdb.positive": positive }),
    ...(decision && { "imdb.decision": JSON.stringify(decision) }),
  };
  const best = bestOf({ labels, positive, decision });
  const label: OnnxNode = { op: "Gather", inputs: ["labels", "best"], output: "label" };
  if (decision?.abstainBelow === undefined) {
    return { nodes: [...best.nodes, label], constants: best.constants, outputs: [], metadata };
  }
  return {
    nodes: [
      ...best.nodes,
      label,
      { op: "Reshape", inputs: ["best", "column"], output: "best_column" },
      {
        op: "GatherElements",
        inputs: ["exact", "best_column"],
        output: "confidence_column",
        attributes: { axis: 1 },
      },
      { op: "Reshape", inputs: ["confidence_column", "row"], output: "confidence" },
      { op: "Less", inputs: ["confidence", "least"], output: "abstained" },
    ],
    constants: [
      ...best.constants,
      intTensor("column", [2], [-1, 1]),
      intTensor("row", [1], [-1]),
      doubleTensor("least", [1], Float64Array.of(decision.abstainBelow - TIE)),
    ],
    outputs: [{ name: "abstained", element: ELEMENT.boolean, shape: ["documents"] }],
    metadata,
  };
}

/** The nodes that end in `best`: the index of the label of each document. */
function bestOf({
  labels,
  positive,
  decision,
}: Pick<Manifest, "labels" | "positive" | "decision">): GraphPart {
  if (decision !== undefined && "threshold" in decision) {
    return byThreshold(positiveIndex(labels, positive!), decision.threshold);
  }
  const attributes = { axis: 1, keepdims: 0 };
  if (decision !== undefined && "costs" in decision) {
    const costs = costMatrix(labels, decision.costs);
    return {
      nodes: [
        { op: "MatMul", inputs: ["exact", "costs"], output: "expected_costs" },
        { op: "ArgMin", inputs: ["expected_costs"], output: "best", attributes },
      ],
      constants: [doubleTensor("costs", [labels.length, labels.length], costs)],
    };
  }
  return { nodes: [{ op: "ArgMax", inputs: ["exact"], output: "best", attributes }], constants: [] };
}

/** 1 where the positive class is the second and reaches the threshold, or is the first and does not. */
function byThreshold(positive: number, threshold: number): GraphPart {
  const op = positive === 1 ? "GreaterOrEqual" : "Less";
  return {
    nodes: [
      { op: "Gather", inputs: ["exact", "positive"], output: "score", attributes: { axis: 1 } },
      { op, inputs: ["score", "threshold"], output: "is_second" },
      { op: "Cast", inputs: ["is_second"], output: "best", attributes: { to: ELEMENT.int64 } },
    ],
    constants: [
      intTensor("positive", [], [positive]),
      doubleTensor("threshold", [1], Float64Array.of(threshold - TIE)),
    ],
  };
}
