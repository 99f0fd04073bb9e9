import { parentPort } from "node:worker_threads";
import { serveJobs } from "@imdb/core/node";
import { createProfile, type Profile } from "@imdb/monitor";

serveJobs<readonly string[], Profile>(parentPort, (texts) => ({ value: createProfile(texts) }));
