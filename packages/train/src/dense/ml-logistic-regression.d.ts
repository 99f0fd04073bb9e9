declare module "ml-logistic-regression" {
  import type { Matrix } from "ml-matrix";

  /** Full-batch gradient descent, one model a class. */
  export default class LogisticRegression {
    constructor(options?: { numSteps?: number; learningRate?: number });
    readonly classifiers: readonly { readonly weights: Matrix }[];
    train(X: Matrix, Y: Matrix): void;
  }
}
