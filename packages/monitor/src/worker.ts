/** The script that the threads of this package run. */
import { parentPort } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import type { ProfileJob } from "./node/profile-windows.js";
import { createProfile } from "./profile/create-profile.js";
import type { Profile } from "./profile/schema.js";

serveJobs<ProfileJob, Profile>("@imdb/monitor", parentPort, ({ texts, termCounts, ...options }) => {
  const vectorizer = termCounts && { countTerms: (text: string) => termCounts.get(text)! };
  return { value: createProfile(texts, { ...options, vectorizer }) };
});
