import { mkdir } from "node:fs/promises";
import { trackOnServer } from "./track.js";

const url = process.env["MLFLOW_TRACKING_URI"] ?? "http://127.0.0.1:5000";
await mkdir("outputs", { recursive: true });
const { runId, version } = await trackOnServer(url, "outputs");
console.log(`Run ${runId}; version ${version} is the champion. See ${url}`);
