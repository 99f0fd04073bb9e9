export {
  type AlertChannel,
  callbackChannel,
  logChannel,
  type WebhookOptions,
  webhookChannel,
} from "./channels.js";
export { type LogLine, type LogPosition, readLogLines } from "./log-reader.js";
export { type WatchOptions, type WatchSummary, watch } from "./watch.js";
