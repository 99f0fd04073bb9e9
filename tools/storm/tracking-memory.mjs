// What an MLflow server keeps: the calls of its REST API that a synced store makes, in memory. Counts how often each
// record has arrived, which a real server does not tell.

const FILTER = /^tags\.`([^`]+)` = '([^']*)'$/;

/** A server's memory. `calls` has a function for each call of the API, from its input to its answer. */
export function trackingMemory() {
  const experiments = [{ experiment_id: "0", name: "Default", tags: {} }];
  const runs = new Map();
  const runOf = (id) => runs.get(id) ?? missing(`Run with id=${id}`);
  const experimentOf = (id) =>
    experiments.find((one) => one.experiment_id === id) ?? missing(`No experiment with id ${id}`);

  const calls = {
    "GET experiments/get-by-name": ({ experiment_name: name }) => ({
      experiment: experimentWire(
        experiments.find((one) => one.name === name) ?? missing(`No experiment ${name}`),
      ),
    }),
    "GET experiments/get": ({ experiment_id: id }) => ({ experiment: experimentWire(experimentOf(id)) }),
    "POST experiments/search": () => ({ experiments: experiments.map(experimentWire) }),
    "POST experiments/create": ({ name, tags }) => {
      if (experiments.some((one) => one.name === name)) refuse(400, "RESOURCE_ALREADY_EXISTS", name);
      const id = String(experiments.length);
      experiments.push({ experiment_id: id, name, tags: recordOf(tags) });
      return { experiment_id: id };
    },
    "POST experiments/set-experiment-tag": ({ experiment_id: id, key, value }) => {
      experimentOf(id).tags[key] = value;
      return {};
    },
    "POST runs/create": ({ experiment_id: experiment, run_name, user_id, start_time, tags }) => {
      const id = (runs.size + 1).toString(16).padStart(32, "0");
      const uri = `mlflow-artifacts:/${experiment}/${id}/artifacts`;
      const info = {
        run_id: id,
        run_name,
        user_id,
        start_time,
        experiment_id: experimentOf(experiment).experiment_id,
      };
      runs.set(id, {
        info: { ...info, status: "RUNNING", lifecycle_stage: "active", artifact_uri: uri },
        tags: recordOf(tags),
        params: {},
        metrics: new Map(),
        artifacts: new Map(),
      });
      return { run: runWire(runOf(id)) };
    },
    "GET runs/get": ({ run_id: id }) => ({ run: runWire(runOf(id)) }),
    "POST runs/update": ({ run_id: id, status, end_time, run_name }) => {
      Object.assign(runOf(id).info, definedOf({ status, end_time, run_name }));
      return {};
    },
    "POST runs/search": ({ experiment_ids: ids, filter = "", max_results: most = 1_000 }) => {
      const [, key, value] = FILTER.exec(filter) ?? [];
      const found = [...runs.values()].filter(
        ({ info, tags }) => ids.includes(info.experiment_id) && (filter === "" || tags[key] === value),
      );
      return { runs: found.slice(0, most).map(runWire) };
    },
    "POST runs/log-batch": ({ run_id: id, metrics = [], params = [], tags = [] }, call) => {
      const run = runOf(id);
      for (const { key, value } of params) {
        if ((run.params[key] ?? value) !== value)
          refuse(400, "INVALID_PARAMETER_VALUE", `Changing param values is not allowed. key='${key}'`);
        run.params[key] = value;
      }
      Object.assign(run.tags, recordOf(tags));
      for (const { key, value, step = 0, timestamp } of metrics) {
        const identity = JSON.stringify([key, step, timestamp, value]);
        const point = run.metrics.get(identity) ?? { key, value, step, timestamp, arrivals: [] };
        point.arrivals.push(call);
        run.metrics.set(identity, point);
      }
      return {};
    },
    "POST runs/delete-tag": ({ run_id: id, key }) => {
      delete runOf(id).tags[key];
      return {};
    },
    "GET metrics/get-history": ({ run_id: id, metric_key: key }) => ({
      metrics: [...runOf(id).metrics.values()].filter((one) => one.key === key).map(metricWire),
    }),
    "GET artifacts/list": ({ run_id: id, path: folder = "" }) => ({
      files: listed(runOf(id).artifacts, folder),
    }),
    "POST registered-models/search": () => ({}),
    "GET registered-models/search": () => ({}),
  };

  return {
    calls,
    runs,
    /** An artifact's record, by the path of its URL below the proxy. */
    artifact(path) {
      const [, , id, name] = /^([^/]+)\/([^/]+)\/artifacts\/(.+)$/.exec(path) ?? missing(path);
      const { artifacts } = runOf(id);
      return {
        put: (bytes, call) => {
          const arrivals = [...(artifacts.get(name)?.arrivals ?? []), call];
          artifacts.set(name, { bytes, arrivals });
        },
        get: () => artifacts.get(name)?.bytes ?? missing(`No artifact ${name}`),
      };
    },
  };
}

/** A refusal in MLflow's own JSON. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, json: { error_code: code, message } });
  }
}

function refuse(status, code, message) {
  throw new Refusal(status, code, message);
}

function missing(what) {
  return refuse(404, "RESOURCE_DOES_NOT_EXIST", `${what} not found`);
}

const pairsOf = (record) => Object.entries(record).map(([key, value]) => ({ key, value }));
const recordOf = (pairs = []) => Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
const definedOf = (record) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
const metricWire = ({ key, value, step, timestamp }) => ({ key, value, step, timestamp });

function experimentWire({ experiment_id: id, name, tags }) {
  const place = { artifact_location: `mlflow-artifacts:/${id}`, lifecycle_stage: "active" };
  return { experiment_id: id, name, ...place, tags: pairsOf(tags) };
}

function runWire({ info, tags, params, metrics }) {
  const latest = new Map();
  for (const point of metrics.values()) {
    const best = latest.get(point.key);
    if (!best || point.step >= best.step) latest.set(point.key, point);
  }
  return {
    info,
    data: { tags: pairsOf(tags), params: pairsOf(params), metrics: [...latest.values()].map(metricWire) },
  };
}

function listed(artifacts, folder) {
  const prefix = folder === "" ? "" : `${folder}/`;
  const entries = new Map();
  for (const [name, { bytes }] of artifacts) {
    if (!name.startsWith(prefix)) continue;
    const [first, ...below] = name.slice(prefix.length).split("/");
    const path = `${prefix}${first}`;
    entries.set(
      path,
      below.length > 0 ? { path, is_dir: true } : { path, is_dir: false, file_size: bytes.length },
    );
  }
  return [...entries.values()];
}
