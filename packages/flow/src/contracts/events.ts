import { wireErrorSchema } from "@imdb/core";
import { z } from "zod";
import { stateSchema } from "./state.js";

const described = { key: z.string(), description: z.string().exactOptional() };
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const artifactSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("link"), href: z.string(), ...described }),
  z.object({ kind: z.literal("text"), text: z.string(), ...described }),
  z.object({
    kind: z.literal("table"),
    columns: z.array(z.string()).readonly(),
    rows: z.array(z.array(cell).readonly()).readonly(),
    ...described,
  }),
]);

/** Something a run leaves for a reader, shown in its page; named as Prefect's artifacts. */
export type Artifact = Readonly<z.infer<typeof artifactSchema>>;

const levelSchema = z.enum(["debug", "info", "warn", "error"]);

/** How much a log line matters. */
export type LogLevel = z.infer<typeof levelSchema>;

/** Facts beside a log line, JSON-safe. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where and when an event happened: milliseconds since 1970, and the flow run. */
const at = { time: z.number(), runId: z.string() };

const flowStateSchema = z.object({
  type: z.literal("flowState"),
  ...at,
  flow: z.string(),
  state: stateSchema,
  /** Run of the flow that called it, for a subflow. */
  parentRunId: z.string().exactOptional(),
  error: wireErrorSchema.exactOptional(),
});

/** A flow run enters a state. */
export type FlowStateEvent = Readonly<z.infer<typeof flowStateSchema>>;

const taskStateSchema = z.object({
  type: z.literal("taskState"),
  ...at,
  taskRunId: z.string(),
  task: z.string(),
  kind: z.enum(["task", "flow"]),
  state: stateSchema,
  /** From 1; 0 while it has not started. */
  attempt: z.number(),
  /** Task runs or maps whose results went into it. */
  dependsOn: z.array(z.string()).readonly().exactOptional(),
  /** The map it is an element of. */
  map: z.string().exactOptional(),
  /** The task run that called it, when a task called a task. */
  parent: z.string().exactOptional(),
  error: wireErrorSchema.exactOptional(),
});

/** A task run (or a subflow, as its parent sees it) enters a state. */
export type TaskStateEvent = Readonly<z.infer<typeof taskStateSchema>>;

const logSchema = z.object({
  type: z.literal("log"),
  ...at,
  taskRunId: z.string().exactOptional(),
  level: levelSchema,
  message: z.string(),
  fields: z.record(z.string(), z.unknown()).readonly().exactOptional(),
});

/** A line of a run's log. */
export type LogEvent = Readonly<z.infer<typeof logSchema>>;

const progressSchema = z.object({
  type: z.literal("progress"),
  ...at,
  taskRunId: z.string(),
  progress: z.object({
    stage: z.string(),
    done: z.number(),
    total: z.number().exactOptional(),
    unit: z.string(),
  }),
});

/** How far a task has come. */
export type ProgressEvent = Readonly<z.infer<typeof progressSchema>>;

const leftSchema = z.object({
  type: z.literal("artifact"),
  ...at,
  taskRunId: z.string().exactOptional(),
  artifact: artifactSchema,
});

/** Something a task leaves for a reader: a link, a table, a text. */
export type ArtifactEvent = Readonly<z.infer<typeof leftSchema>>;

/** Everything a run tells while it runs, in order. */
export type FlowEvent = FlowStateEvent | TaskStateEvent | LogEvent | ProgressEvent | ArtifactEvent;

/** An event as a journal has it, which may have been written by another version or damaged by a power cut. */
export const eventSchema = z.discriminatedUnion("type", [
  flowStateSchema,
  taskStateSchema,
  logSchema,
  progressSchema,
  leftSchema,
]);

const PLACE = { time: true, runId: true, taskRunId: true } as const;

/** What a task tells, wherever it runs: an event without its place. */
export const noteSchema = z.discriminatedUnion("type", [
  logSchema.omit(PLACE),
  progressSchema.omit(PLACE),
  leftSchema.omit(PLACE),
]);

/** @see {@link noteSchema} */
export type Note = z.infer<typeof noteSchema>;
