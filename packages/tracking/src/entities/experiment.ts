/** Whether a run or an experiment is active, or deleted: it can be restored then. */
export type LifecycleStage = "active" | "deleted";

/** Which lifecycle stages a search includes. */
export type ViewType = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

/** A named group of runs. */
export interface Experiment {
  readonly experimentId: string;
  readonly name: string;
  /** URI of the folder of its runs' artifacts. */
  readonly artifactLocation: string;
  readonly lifecycleStage: LifecycleStage;
  /** Milliseconds since 1970; `undefined` where an old store did not record it. */
  readonly creationTime: number | undefined;
  readonly lastUpdateTime: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Whether a view includes a lifecycle stage. */
export function isInView(stage: LifecycleStage, view: ViewType): boolean {
  return view === "ALL" || (view === "ACTIVE_ONLY") === (stage === "active");
}
