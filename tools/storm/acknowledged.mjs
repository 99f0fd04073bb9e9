// What the processes of a storm have acknowledged, and when.

/** Collects the lines that the processes print. */
export function acknowledgements() {
  const runs = new Map();
  const flows = [];
  const refused = new Map();
  const deaths = [];
  const lastAt = new Map();
  let journalRecords = 0;
  const runOf = (id) => {
    const known = runs.get(id) ?? { metrics: [], params: [], tags: [], artifacts: [], ended: undefined };
    runs.set(id, known);
    return known;
  };
  return {
    runs,
    flows,
    refused,
    deaths,
    /** When each process, and the schedule, has acknowledged something last. */
    lastAt,
    records: () => journalRecords,
    /** The number of the next run of its own that a flow process has to do. */
    nextRound: (name) => flows.filter((run) => run.by === name && run.kind === "own").length,
    take(name, line) {
      if (line.died) deaths.push(line);
      if (line.run) runOf(line.run);
      if (line.metrics) runOf(line.runId).metrics.push(...line.metrics);
      if (line.param) runOf(line.runId).params.push(line.param);
      if (line.tag) runOf(line.runId).tags.push(line.tag);
      if (line.artifact) runOf(line.runId).artifacts.push(line.artifact);
      if (line.ended) runOf(line.runId).ended = line.ended;
      if (line.runId && !line.kind) journalRecords += line.metrics?.length ?? 1;
      if (line.kind) flows.push({ ...line, by: name, at: performance.now() });
      if (line.runId) lastAt.set(line.kind === "scheduled" ? "schedule" : name, performance.now());
      const why = line.refused ?? (line.problem && `${line.problem} ${line.error}`);
      if (why) refused.set(`${name} ${why}`, (refused.get(`${name} ${why}`) ?? 0) + 1);
    },
  };
}
