import { parentPort } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import { createProfile } from "../profile/create-profile.js";
import type { Profile } from "../profile/schema.js";
import type { ProfileJob } from "./profile-windows.js";

serveJobs<ProfileJob, Profile>(parentPort, ({ texts, features, ...options }) => {
  const vectorizer = features && { featureNames: () => features };
  return { value: createProfile(texts, { ...options, vectorizer }) };
});
