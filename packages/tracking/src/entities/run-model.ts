/**
 * A model on a server before MLflow 3, which has no logged models: its files are a folder among the artifacts of
 * its run, so the run and the name of that folder are what identifies it.
 */
interface RunModel {
  readonly runId: string;
  readonly name: string;
}

const ID = /^run-([0-9a-f]{32})-([\w-]+)$/;

/** The id of such a model; it says where the model is. */
export function runModelId({ runId, name }: RunModel): string {
  return `run-${runId}-${Buffer.from(name).toString("base64url")}`;
}

/** Where the model of an id is; `undefined` for the id of a logged model. */
export function runModelOf(modelId: string): RunModel | undefined {
  const [, runId, name] = ID.exec(modelId) ?? [];
  if (runId === undefined || name === undefined) return undefined;
  return { runId, name: Buffer.from(name, "base64url").toString() };
}

/** The URI by which MLflow's clients load a model. */
export function modelUriOf(modelId: string): string {
  const model = runModelOf(modelId);
  return model ? `runs:/${model.runId}/${model.name}` : `models:/${modelId}`;
}
