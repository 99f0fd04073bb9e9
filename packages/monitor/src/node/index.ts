export type { Cleaning, FittedVectorizer, JsonValue, PredictionRecord, RunOptions } from "@imdb/core";
export type { ProfileSettings } from "../profile/profile-builder.js";
export type { WindowPlan } from "../watch/windows.js";
export type { AlertChannel } from "./alert-channel.js";
export {
  type CallbackOptions,
  callbackChannel,
  logChannel,
  type WebhookOptions,
  webhookChannel,
} from "./channels.js";
export { type LogLine, type LogPosition, readLogLines } from "./log-reader.js";
export { type ProfiledLog, profileLog } from "./profile-log.js";
export { type ProfileWindowsOptions, profileWindows, type TextWindow } from "./profile-windows.js";
export { readReference } from "./read-reference.js";
export { type WatchSummary, watch } from "./watch.js";
export type { WatchOptions } from "./watch-options.js";
