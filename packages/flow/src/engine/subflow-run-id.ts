/** The id of the run of a subflow: its caller's, and the step that it is there. */
export function subflowRunId(runId: string, stepId: string): string {
  return `${runId}.${stepId.replaceAll(/[^A-Za-z0-9_-]/g, "_")}`;
}
