import { contentHash, parseWith } from "@imdb/core";
import { z } from "zod";
import type { Profile } from "../profile/schema.js";
import { conditionSchema, conditionText, holds } from "../suite/condition.js";
import { figuresOf } from "../suite/figures.js";
import type { WindowReport } from "./window-report.js";

const severitySchema = z.enum(["info", "warning", "critical"]);

/** When to raise an alarm. */
export const alertRuleSchema = z.strictObject({
  /** Unique among the rules. */
  name: z.string().min(1),
  /** One of {@link figuresOf}. */
  figure: z.string().min(1),
  /** What is healthy; an alarm is raised when it does not hold. */
  healthy: conditionSchema,
  severity: severitySchema,
  /** Windows in a row that must be unhealthy. Default 1. */
  forWindows: z.int().min(1).optional(),
  /** Windows with fewer records neither raise nor end an alarm. Default 1. */
  minCount: z.int().min(1).optional(),
  /** Time of the windows in which a lasting alarm is not repeated, in milliseconds. Default: never repeated. */
  cooldownMs: z.number().min(0).optional(),
});

/** @see {@link alertRuleSchema} */
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** What is told to a channel. */
export const alertSchema = z.strictObject({
  /** The same for the same rule and window, so that a delivery that comes twice is seen to. */
  id: z.string(),
  rule: z.string(),
  severity: severitySchema,
  state: z.enum(["firing", "resolved"]),
  figure: z.string(),
  value: z.number().nullable(),
  expected: z.string(),
  windowStart: z.string(),
  windowEnd: z.string(),
  count: z.int().min(0),
});

/** @see `alertSchema` */
export type Alert = z.infer<typeof alertSchema>;

/** What is remembered of a rule between windows. */
export const ruleStateSchema = z.strictObject({
  unhealthyWindows: z.int().min(0),
  firing: z.boolean(),
  /** End of the window of the last alarm, in milliseconds; null before the first. */
  lastAlert: z.number().nullable(),
});

/** @see `ruleStateSchema` */
export type RuleState = z.infer<typeof ruleStateSchema>;

/**
 * Judges one window by the rules: alarms that begin, last beyond their cool-down, or end.
 *
 * @returns The alerts, in the order of the rules, and the new states by rule name.
 */
export function judgeWindow(
  report: WindowReport,
  reference: Profile,
  rules: readonly AlertRule[],
  states: ReadonlyMap<string, RuleState>,
): { readonly alerts: Alert[]; readonly states: Map<string, RuleState> } {
  const figures = figuresOf(report.profile, report.drift);
  const before = figuresOf(reference);
  const alerts: Alert[] = [];
  const next = new Map(states);
  for (const rule of rules) {
    const { name, figure, healthy, minCount = 1, forWindows = 1, cooldownMs = Infinity } = rule;
    const state = states.get(name) ?? { unhealthyWindows: 0, firing: false, lastAlert: null };
    const value = figures.get(figure) ?? null;
    const usual = before.get(figure) ?? null;
    const held = value === null ? null : holds(healthy, value, usual);
    // What cannot be told neither raises nor ends an alarm.
    if (report.count < minCount || held === null) continue;
    const end = Date.parse(report.end);
    const unhealthyWindows = held ? 0 : state.unhealthyWindows + 1;
    const firing = unhealthyWindows >= forWindows;
    const repeated = state.lastAlert !== null && end - state.lastAlert >= cooldownMs;
    const told = firing ? !state.firing || repeated : state.firing;
    if (told) {
      const expected = conditionText(healthy, usual);
      alerts.push(makeAlert(rule, firing ? "firing" : "resolved", report, value, expected));
    }
    next.set(name, { unhealthyWindows, firing, lastAlert: told && firing ? end : state.lastAlert });
  }
  return { alerts, states: next };
}

/** @throws `SCHEMA_MISMATCH` for rules that are none, or share a name. */
export function parseRules(rules: unknown): AlertRule[] {
  const unique = z
    .array(alertRuleSchema)
    .refine((list) => new Set(list.map((r) => r.name)).size === list.length, {
      error: "two rules have the same name",
    });
  return parseWith(unique, rules, "The alert rules");
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
