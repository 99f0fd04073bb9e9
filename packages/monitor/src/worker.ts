/** The script that the threads of this package run. */
import { parentPort } from "node:worker_threads";
import { withRole } from "@imdb/core";
import { serveJobs } from "@imdb/runtime/threads";
import type { ProfileJob } from "./node/profile-windows.js";
import { createProfile } from "./profile/create-profile.js";
import type { Profile } from "./profile/schema.js";

serveJobs<ProfileJob, Profile>(
  "@imdb/monitor",
  parentPort,
  ({ texts: given, termCounts, cleaned, ...options }) => {
    const vectorizer = termCounts && { countTerms: (text: string) => termCounts.get(text)! };
    // A list that is sent to a thread does not know any more how its texts were cleaned.
    const texts = cleaned ? withRole("test", given as readonly string[], cleaned) : given;
    return { value: createProfile(texts, { ...options, vectorizer }) };
  },
);
