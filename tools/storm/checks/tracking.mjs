// What the journal has acknowledged is on the server once.

/**
 * @param acknowledged   For each run of the folder what its process has acknowledged.
 * @param copies         For each run of the folder the id of its copy on the server.
 * @param interruptions  Times from and to which the process that sends was killed or paused, or could not write.
 */
export function checkTracking({ acknowledged, copies, server, interruptions }) {
  const counts = { runs: 0, metrics: 0, params: 0, tags: 0, artifacts: 0, arrivedAgain: 0 };
  const found = { lost: [], doubled: [], changed: [] };
  const sources = new Map();
  for (const { info, tags } of server.runs.values()) {
    const source = tags["imdb.sync.source"];
    sources.set(source, [...(sources.get(source) ?? []), info.run_id]);
  }
  for (const [source, ids] of sources)
    if (ids.length > 1) found.doubled.push(`run ${source}: ${ids.join(" ")}`);

  for (const [runId, own] of acknowledged) {
    const copy = server.runs.get(copies[runId]);
    counts.runs++;
    if (copy === undefined) {
      found.lost.push(`run ${runId}`);
      continue;
    }
    const points = new Set(
      [...copy.metrics.values()].map(({ key, step, value }) => `${key} ${step} ${value}`),
    );
    const expect = (what, isThere) => {
      if (!isThere) found.lost.push(`${what} of run ${runId}`);
    };
    for (const [key, step, value] of own.metrics)
      expect(`metric ${key} ${step}`, points.has(`${key} ${step} ${value}`));
    for (const [key, value] of own.params) expect(`param ${key}`, copy.params[key] === value);
    for (const [key, value] of own.tags) expect(`tag ${key}`, copy.tags[key] === value);
    for (const [path, text] of own.artifacts) {
      const there = copy.artifacts.get(path)?.bytes;
      expect(`artifact ${path}`, there !== undefined);
      if (there !== undefined && String(there) !== text)
        found.changed.push(`artifact ${path} of run ${runId}`);
    }
    if (own.ended) expect("the end", copy.info.status === own.ended);
    counts.metrics += own.metrics.length;
    counts.params += own.params.length;
    counts.tags += own.tags.length;
    counts.artifacts += own.artifacts.length;
  }

  // A real server keeps a point once, however often it arrives. One may arrive again when the answer did not get through.
  for (const { info, metrics } of server.runs.values()) {
    for (const { key, step, arrivals } of metrics.values()) {
      for (let i = 1; i < arrivals.length; i++) {
        counts.arrivedAgain++;
        if (!isExcused(arrivals[i - 1], arrivals[i], interruptions))
          found.doubled.push(`metric ${key} ${step} of the copy ${info.run_id}`);
      }
    }
  }
  return { counts, found };
}

function isExcused(earlier, later, interruptions) {
  if (!earlier.answered) return true;
  return interruptions.some(({ from, to }) => from <= later.at && to >= earlier.at);
}
