import type { Callable } from "../contracts/context.js";
import { type Flow, flow } from "../flow.js";
import { asTask, type StepOf } from "./step.js";

/** The parts of a monitoring flow. */
export interface MonitoringParts<In, Window, Report, Alert, Retrained> {
  /** Default `"monitoring"`. */
  readonly name?: string;
  /** Collects what is looked at: the predictions of the last day. */
  readonly window: StepOf<In, Window>;
  /** Compares it with the reference. */
  readonly report: StepOf<Window, Report>;
  /** Decides whether somebody must know. */
  readonly alert: (report: Report) => Alert | undefined;
  /** Tells somebody. */
  readonly notify: StepOf<Alert, unknown>;
  /** Trains anew: a task, or a flow such as a training flow. Left out, an alert only notifies. */
  readonly retrain?: Callable<Alert, Retrained>;
}

/** What a monitoring flow gives. */
export interface MonitoringResult<Report, Alert, Retrained> {
  readonly report: Report;
  readonly alert?: Alert;
  readonly retrained?: Retrained;
}

/**
 * Watches a model in service: window → report → alert → notify and retrain. Without an alert it ends after the
 * report. Somebody is told before the retraining begins, and told even when it fails.
 */
export function monitoringFlow<In, Window, Report, Alert, Retrained = never>(
  parts: MonitoringParts<In, Window, Report, Alert, Retrained>,
): Flow<In, MonitoringResult<Report, Alert, Retrained>> {
  const window = asTask("window", parts.window);
  const report = asTask("report", parts.report);
  const notify = asTask("notify", parts.notify);
  return flow<In, MonitoringResult<Report, Alert, Retrained>>(
    { name: parts.name ?? "monitoring" },
    async (input, ctx) => {
      const found = await report(await window(input));
      const alert = parts.alert(found);
      if (alert === undefined) return { report: found };
      await notify(alert);
      if (parts.retrain === undefined) return { report: found, alert };
      return { report: found, alert, retrained: await ctx.run(parts.retrain, alert) };
    },
  );
}
