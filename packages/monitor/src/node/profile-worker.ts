import { parentPort } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import { createProfile } from "../profile/create-profile.js";
import type { Profile } from "../profile/schema.js";
import type { ProfileJob } from "./profile-windows.js";

serveJobs<ProfileJob, Profile>(parentPort, ({ texts, termCounts, ...options }) => {
  const vectorizer = termCounts && { countTerms: (text: string) => termCounts.get(text)! };
  return { value: createProfile(texts, { ...options, vectorizer }) };
});
