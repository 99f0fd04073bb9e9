import { wireErrorSchema } from "@imdb/core";
import * as z from "zod";
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

/** A link, a text or a table that a run adds to its page, as an artifact in Prefect. */
export type Artifact = Readonly<z.infer<typeof artifactSchema>>;

const levelSchema = z.enum(["debug", "info", "warn", "error"]);

/** The level of a log line. */
export type LogLevel = z.infer<typeof levelSchema>;

/** Fields of a log line, JSON-safe. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The time of an event, in milliseconds since 1970, and its flow run. */
const at = { time: z.number(), runId: z.string() };

const flowStateSchema = z.object({
  type: z.literal("flowState"),
  ...at,
  flow: z.string(),
  state: stateSchema,
  /** For a subflow: the run of the flow that called it. */
  parentRunId: z.string().exactOptional(),
  error: z.exactOptional(wireErrorSchema),
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
  /** From 1; 0 before it has started. */
  attempt: z.number(),
  /** The task runs or maps whose results are in its input. */
  dependsOn: z.array(z.string()).readonly().exactOptional(),
  /** The map it is an element of. */
  map: z.string().exactOptional(),
  /** The task run that called it, when a task called a task. */
  parent: z.string().exactOptional(),
  error: z.exactOptional(wireErrorSchema),
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

/** The progress of a task. */
export type ProgressEvent = Readonly<z.infer<typeof progressSchema>>;

const artifactEventSchema = z.object({
  type: z.literal("artifact"),
  ...at,
  taskRunId: z.string().exactOptional(),
  artifact: artifactSchema,
});

/** A run gets an artifact. */
export type ArtifactEvent = Readonly<z.infer<typeof artifactEventSchema>>;

/** Any event of a run. */
export type FlowEvent = FlowStateEvent | TaskStateEvent | LogEvent | ProgressEvent | ArtifactEvent;

/** An event in a journal, which another version may have written or a power cut may have damaged. */
export const eventSchema = z.discriminatedUnion("type", [
  flowStateSchema,
  taskStateSchema,
  logSchema,
  progressSchema,
  artifactEventSchema,
]);

const PLACE = { time: true, runId: true, taskRunId: true } as const;

/** What a task reports while it runs: an event without time and ids. */
export const noteSchema = z.discriminatedUnion("type", [
  logSchema.omit(PLACE),
  progressSchema.omit(PLACE),
  artifactEventSchema.omit(PLACE),
]);

/** @see {@link noteSchema} */
export type Note = z.infer<typeof noteSchema>;
