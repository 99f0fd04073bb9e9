import { wireErrorSchema } from "@imdb/core";
import { z } from "zod";
import type { FlowEvent } from "../contracts/events.js";

const stateSchema = z.enum([
  "Scheduled",
  "Pending",
  "Running",
  "Retrying",
  "Completed",
  "Cached",
  "Failed",
  "Crashed",
  "Cancelled",
]);

const at = { time: z.number(), runId: z.string() };
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const described = { key: z.string(), description: z.string().optional() };

/** What leaves a mark in a run's page; see `Artifact`. */
export const artifactSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("link"), href: z.string(), ...described }),
  z.object({ kind: z.literal("text"), text: z.string(), ...described }),
  z.object({
    kind: z.literal("table"),
    columns: z.array(z.string()),
    rows: z.array(z.array(cell)),
    ...described,
  }),
]);

const progressSchema = z.object({
  stage: z.string(),
  done: z.number(),
  total: z.number().optional(),
  unit: z.string(),
});

/** A line of a journal, which may have been written by another version or damaged by a power cut. */
const eventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("flowState"),
    ...at,
    flow: z.string(),
    state: stateSchema,
    parentRunId: z.string().optional(),
    error: wireErrorSchema.optional(),
  }),
  z.object({
    type: z.literal("taskState"),
    ...at,
    taskRunId: z.string(),
    task: z.string(),
    kind: z.enum(["task", "flow"]),
    state: stateSchema,
    attempt: z.number(),
    dependsOn: z.array(z.string()).optional(),
    map: z.string().optional(),
    parent: z.string().optional(),
    error: wireErrorSchema.optional(),
  }),
  z.object({
    type: z.literal("log"),
    ...at,
    taskRunId: z.string().optional(),
    level: z.enum(["debug", "info", "warn", "error"]),
    message: z.string(),
    fields: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ type: z.literal("progress"), ...at, taskRunId: z.string(), progress: progressSchema }),
  z.object({
    type: z.literal("artifact"),
    ...at,
    taskRunId: z.string().optional(),
    artifact: artifactSchema,
  }),
]);

/** The event of a journal's line, or `undefined` when it is none. */
export function parseEvent(line: string): FlowEvent | undefined {
  try {
    // JSON has no `undefined`: a key that is left out is absent, as the type says.
    return eventSchema.parse(JSON.parse(line)) as FlowEvent;
  } catch {
    return undefined;
  }
}
