import { contentHash, InvalidOption, parseWith } from "@imdb/core";
import { checkOption, rule } from "@imdb/core/options";
import * as z from "zod";
import { checkProfile } from "../profile/check-profile.js";
import type { Profile } from "../profile/schema.js";
import { conditionSchema, conditionText, holds } from "../suite/condition.js";
import { POSITIVE_FIGURES, profileFigures, valueOfFigure } from "../suite/figures.js";
import { type WindowReport, windowReportRule } from "./window-report.js";

const severitySchema = z.enum(["info", "warning", "critical"]);

/** When an alert is raised. */
export const alertRuleSchema = z.strictObject({
  /** Different from the names of the other rules. */
  name: z.string().min(1),
  /** A name of a figure, as `figuresOf` returns them. */
  figure: z.string().min(1),
  /** The condition of a healthy window; an alert is raised when it does not hold. */
  healthy: conditionSchema,
  severity: severitySchema,
  /** Number of unhealthy windows, or of windows without a value, in a row before an alert is raised. Default 1. */
  forWindows: z.int().min(1).optional(),
  /** Windows with fewer records neither raise nor resolve an alert. Default 1. */
  minCount: z.int().min(1).optional(),
  /** Time after which a firing alert is repeated, in milliseconds of the windows' time. Default: never. */
  cooldownMs: z.number().min(0).optional(),
});

/** @see {@link alertRuleSchema} */
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** What a channel receives. */
export const alertSchema = z.strictObject({
  /** The same for the same rule and window, so that a receiver can recognise a repeated delivery. */
  id: z.string(),
  rule: z.string(),
  severity: severitySchema,
  /** `notMeasured`: the windows have no value of the figure, so nobody knows whether they are healthy. */
  state: z.enum(["firing", "resolved", "notMeasured"]),
  figure: z.string(),
  value: z.number().nullable(),
  expected: z.string(),
  windowStart: z.string(),
  windowEnd: z.string(),
  count: z.int().min(0),
});

/** @see `alertSchema` */
export type Alert = z.infer<typeof alertSchema>;

/** The state of a rule between two windows. */
export const ruleStateSchema = z.strictObject({
  unhealthyWindows: z.int().min(0),
  /** Windows in a row without a value of the figure. Left out: 0. */
  unmeasuredWindows: z.int().min(0).optional(),
  firing: z.boolean(),
  /** End of the window of the last alert, in milliseconds since 1970; null before the first alert. */
  lastAlert: z.number().nullable(),
});

/** @see `ruleStateSchema` */
export type RuleState = z.infer<typeof ruleStateSchema>;

/**
 * Evaluates alert rules for one window. An alert is raised when it starts to fire, when it still fires after its
 * cooldown, and when it is resolved; also once when `forWindows` windows in a row do not have the figure, or the reference does
 * not have it that the condition needs (`notMeasured`): such a window is not counted as healthy.
 *
 * @param states  The states that the call for the previous window returned; empty for the first window.
 * @returns The alerts, in the order of the rules, and the new states by rule name.
 * @throws `INVALID_OPTION`, also for a figure about the positive class in a window without one; `SCHEMA_MISMATCH`
 */
export function evaluateAlertRules(
  report: WindowReport,
  reference: Profile,
  rules: readonly AlertRule[],
  states: ReadonlyMap<string, RuleState>,
): { readonly alerts: Alert[]; readonly states: Map<string, RuleState> } {
  checkOption("report", report, windowReportRule, "evaluateAlertRules");
  checkOption(
    "states",
    states,
    rule<ReadonlyMap<string, RuleState>>("a Map of rule states", (value) => value instanceof Map),
    "evaluateAlertRules",
  );
  const expected = checkProfile(reference, "The reference profile of evaluateAlertRules");
  const checked = parseRules(rules);
  checkRuleClasses(checked, report.profile.positive, "evaluateAlertRules");
  return evaluateRules(report, expected, checked, states);
}

/** {@link evaluateAlertRules} for arguments that are checked. */
export function evaluateRules(
  report: WindowReport,
  reference: Profile,
  rules: readonly AlertRule[],
  states: ReadonlyMap<string, RuleState>,
): { readonly alerts: Alert[]; readonly states: Map<string, RuleState> } {
  const figures = profileFigures(report.profile, report.drift);
  const before = profileFigures(reference);
  const alerts: Alert[] = [];
  const next = new Map(states);
  for (const alertRule of rules) {
    const { name, figure, healthy, minCount = 1, forWindows = 1, cooldownMs = Infinity } = alertRule;
    const state = states.get(name) ?? { unhealthyWindows: 0, firing: false, lastAlert: null };
    const value = valueOfFigure(figures, figure, report.count);
    const expectedValue = before.get(figure) ?? null;
    const isHealthy = value === null ? null : holds(healthy, value, expectedValue);
    if (report.count < minCount) continue;
    const { unmeasuredWindows: unmeasured = 0, ...measured } = state;
    if (isHealthy === null) {
      next.set(name, { ...measured, unmeasuredWindows: unmeasured + 1 });
      if (unmeasured + 1 !== forWindows) continue;
      alerts.push(makeAlert(alertRule, "notMeasured", report, value, conditionText(healthy, expectedValue)));
      continue;
    }
    const end = Date.parse(report.end);
    const unhealthyWindows = isHealthy ? 0 : state.unhealthyWindows + 1;
    const firing = unhealthyWindows >= forWindows;
    const repeated = state.lastAlert !== null && end - state.lastAlert >= cooldownMs;
    const isOpen = state.firing || unmeasured >= forWindows;
    const raised = firing ? !state.firing || repeated : isOpen && isHealthy;
    if (raised) {
      const expected = conditionText(healthy, expectedValue);
      alerts.push(makeAlert(alertRule, firing ? "firing" : "resolved", report, value, expected));
    }
    next.set(name, { unhealthyWindows, firing, lastAlert: raised && firing ? end : state.lastAlert });
  }
  return { alerts, states: next };
}

/**
 * Checks alert rules.
 *
 * @throws `SCHEMA_MISMATCH` when a value is not a rule, or two rules have the same name.
 */
export function parseRules(rules: unknown): AlertRule[] {
  const unique = z
    .array(alertRuleSchema)
    .refine((list) => new Set(list.map((r) => r.name)).size === list.length, {
      error: "two rules have the same name",
    });
  return parseWith(unique, rules, "The list of alert rules");
}

/**
 * Refuses rules of figures about the positive class where none was named: such an alert would never be raised.
 *
 * @throws `INVALID_OPTION`
 */
export function checkRuleClasses(
  rules: readonly AlertRule[],
  positive: string | undefined,
  of: string,
): void {
  if (positive !== undefined) return;
  const at = rules.findIndex(({ figure }) => (POSITIVE_FIGURES as readonly string[]).includes(figure));
  if (at === -1) return;
  const expected =
    "a figure of all classes, or a positive class: name it in the reference or with profile.positive";
  throw InvalidOption.create({ option: `rules[${at}].figure`, value: rules[at]!.figure, expected, of });
}

/** The rules whose figure a window does not have, by name: they say nothing about it. */
export function notMeasuredIn(
  report: WindowReport,
  reference: Profile,
  rules: readonly AlertRule[],
): string[] {
  const figures = profileFigures(report.profile, report.drift);
  const before = profileFigures(reference);
  return rules.flatMap(({ name, figure, healthy }) => {
    const value = valueOfFigure(figures, figure, report.count);
    return value === null || holds(healthy, value, before.get(figure) ?? null) === null ? [name] : [];
  });
}

function makeAlert(
  { name: rule, severity, figure }: AlertRule,
  state: Alert["state"],
  { start: windowStart, end: windowEnd, count }: WindowReport,
  value: number | null,
  expected: string,
): Alert {
  const hash = contentHash({ rule, state, windowStart, windowEnd }).slice("sha256:".length);
  const id = hash.slice(0, 32);
  return { id, rule, severity, state, figure, value, expected, windowStart, windowEnd, count };
}
