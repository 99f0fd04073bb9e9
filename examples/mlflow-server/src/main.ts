import { mkdir } from "node:fs/promises";
import { trackOnServer } from "./track.js";

const url = process.env["MLFLOW_TRACKING_URI"] ?? "http://127.0.0.1:5000";
await mkdir("outputs", { recursive: true });
const { runId, version, store } = await trackOnServer(url, "outputs");
await store.close(); // SYNC_PENDING when the server is away: the next start sends what waits
const champion =
  version === undefined
    ? "the server was away: start again for a champion"
    : `version ${version} is the champion`;
console.log(`Run ${runId}; ${champion}. See ${url}`);
