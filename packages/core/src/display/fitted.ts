import { displayed } from "./display.js";

/** The fields of fitted vectorizers and classifiers that are shown. */
export interface ShownPart {
  readonly kind?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly featureCount?: number;
  readonly classes?: readonly string[];
  readonly cleaning?: readonly ShownStep[] | undefined;
  readonly report?: ShownReport | undefined;
  readonly warnings?: readonly { readonly code: string; readonly message: string }[] | undefined;
}

/** The fields of cleaning steps that are shown. */
export interface ShownStep {
  readonly name: string;
  readonly version: number;
}

/** The fields of the report of a fit that are shown. */
export interface ShownReport {
  readonly solver: string;
  readonly iterations: number;
  readonly converged: boolean;
  readonly warnings: readonly string[];
}

/** Gives a fitted vectorizer or classifier a short view. */
export const displayFitted: <U extends object>(value: U) => U = /* @__PURE__ */ displayed(
  ({ kind, params, featureCount, classes, cleaning, report, warnings }: ShownPart) => ({
    title: `${kind} (fitted)`,
    rows: {
      classes,
      features: featureCount,
      "cleaned by": cleaning && stepsOf(cleaning),
      parameters: params,
      fit: report && describeFit(report),
      warnings: warnings?.map(({ code, message }) => `${code}: ${message}`),
    },
  }),
);

/** A fit in words: its solver, how it ended, its warnings. */
export function describeFit({ solver, iterations, converged, warnings }: ShownReport): readonly string[] {
  return [solver, `${iterations} iterations`, ...(converged ? [] : ["did not converge"]), ...warnings];
}

/** The steps of a cleaning; `undefined` where there are none. */
export function stepsOf(cleaning: readonly ShownStep[]): readonly string[] | undefined {
  return cleaning.length === 0 ? undefined : cleaning.map(({ name, version }) => `${name}@${version}`);
}
