/**
 * The `MLmodel` file with which MLflow shows a bundle: flavor, signature, version. It has no time and no random id, so
 * that the same model has the same bytes; `@imdb/tracking` adds them to the copy that it logs.
 *
 * @see https://mlflow.org/docs/latest/ml/model/
 */
export function mlmodelYaml(name: string, version: string, labels: readonly string[]): string {
  const inputs = JSON.stringify([{ type: "string", name: "text", required: true }]);
  const outputs = JSON.stringify([
    { type: "string", name: "label", required: true },
    ...labels.map((label) => ({ type: "double", name: label, required: true })),
  ]);
  return [
    "flavors:",
    "  imdb:",
    `    name: ${JSON.stringify(name)}`,
    `    version: ${JSON.stringify(version)}`,
    "    data: .",
    "signature:",
    `  inputs: ${JSON.stringify(inputs)}`,
    `  outputs: ${JSON.stringify(outputs)}`,
    "  params: null",
    "",
  ].join("\n");
}
