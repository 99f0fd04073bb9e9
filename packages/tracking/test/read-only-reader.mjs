// Reads a store as a whole, and prints what it found, as JSON. Started by read-only-mount.test.ts from the built package, on
// a file system that may only be read: `node read-only-reader.mjs FOLDER`.
import { writeSync } from "node:fs";
import { fileStore } from "@imdb/tracking";

const store = fileStore(process.argv[2]);
const experiments = await store.listExperiments();
const experimentIds = experiments.map(({ experimentId }) => experimentId);
const { items } = await store.searchRuns({ experimentIds });
const names = [];
for (const { info } of items)
  names.push(...(await store.artifacts.list({ runId: info.runId })).map(({ path }) => path));
const refused = await store.createExperiment("new").catch(({ code, message }) => ({ code, message }));
const found = {
  experiments: experiments.map(({ name }) => name),
  metrics: items.map(({ metrics }) => metrics),
  names,
};
writeSync(1, JSON.stringify({ ...found, refused }));
