import { callback, optional, optionsOf } from "@imdb/core/options";
import type { Callable } from "../contracts/context.js";
import { workName } from "../definition/work-definition.js";
import { type Flow, flow } from "../flow.js";
import { asTask, type StepOf } from "./step.js";

/** The steps of a monitoring flow. */
export interface MonitoringParts<In, Window, Report, Alert, Retrained> {
  /** Default `"monitoring"`. */
  readonly name?: string;
  /** Collects the data to check, such as the predictions of the last day. */
  readonly window: StepOf<In, Window>;
  /** Compares the data with the reference. */
  readonly report: StepOf<Window, Report>;
  /** Returns an alert when the report needs attention. */
  readonly alert: (report: Report) => Alert | undefined;
  /** Sends the alert. */
  readonly notify: StepOf<Alert, unknown>;
  /** Trains again: a task, or a flow such as a training flow. Without it, an alert is only sent. */
  readonly retrain?: Callable<Alert, Retrained>;
}

/** The result of a monitoring flow. */
export interface MonitoringResult<Report, Alert, Retrained> {
  readonly report: Report;
  readonly alert?: Alert;
  readonly retrained?: Retrained;
}

// biome-ignore lint/suspicious/noExplicitAny: the types of the steps do not matter to the check.
const monitoringParts = optionsOf<MonitoringParts<any, any, any, any, any>, "retrain">({
  name: ["monitoring", workName],
  window: callback(),
  report: callback(),
  alert: callback(),
  notify: callback(),
  retrain: optional(callback()),
});

/**
 * Monitors a model in service: window → report → alert → notify and retrain. Without an alert it ends after the
 * report. The alert is sent before the retraining begins, so that it is sent also when the retraining fails.
 *
 * @throws `INVALID_OPTION`
 */
export function monitoringFlow<In, Window, Report, Alert, Retrained = never>(
  parts: MonitoringParts<In, Window, Report, Alert, Retrained>,
): Flow<In, MonitoringResult<Report, Alert, Retrained>> {
  const { name } = monitoringParts.resolve(parts, "monitoringFlow");
  const window = asTask("window", parts.window);
  const report = asTask("report", parts.report);
  const notify = asTask("notify", parts.notify);
  return flow<In, MonitoringResult<Report, Alert, Retrained>>({ name }, async (input, ctx) => {
    const found = await report(await window(input));
    const alert = parts.alert(found);
    if (alert === undefined) return { report: found };
    await notify(alert);
    if (parts.retrain === undefined) return { report: found, alert };
    return { report: found, alert, retrained: await ctx.run(parts.retrain, alert) };
  });
}
