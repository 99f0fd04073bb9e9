"""Answers calls with MLflow's own client: a line of JSON in, a line of JSON out. Started by peer.ts.

One process for all calls, because importing MLflow takes seconds.
"""
import json
import math
import os
import sys
import tempfile
import time

answers = os.fdopen(os.dup(1), "w", encoding="utf8")
os.dup2(2, 1)  # What MLflow prints must not stand among the answers.

import mlflow  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag, ViewType  # noqa: E402

try:
    from mlflow.entities import LoggedModelOutput, LoggedModelStatus
except ImportError:
    pass  # MLflow 2 has no logged models; what is about them is not called there.


def client_of(uri):
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    return MlflowClient(uri, uri)


def read_run(uri, run_id):
    """A run with everything around it, as MLflow reads it."""
    client = client_of(uri)
    run = client.get_run(run_id)
    experiment = client.get_experiment(run.info.experiment_id)
    dataset = run.inputs.dataset_inputs[0]
    text = client.download_artifacts(run_id, "deep/größe.txt", tempfile.mkdtemp())
    children = client.search_runs(
        [experiment.experiment_id], filter_string=f"tags.`mlflow.parentRunId` = '{run_id}'"
    )
    return {
        "experiment": [experiment.name, experiment.tags, experiment.lifecycle_stage],
        "info": [run.info.status, run.info.run_name, run.info.user_id, run.info.lifecycle_stage],
        "ended": run.info.end_time >= run.info.start_time,
        "params": run.data.params,
        "loss": sorted([m.step, m.timestamp, m.value] for m in client.get_metric_history(run_id, "loss")),
        "nan": math.isnan(run.data.metrics["nan"]),
        "metrics": {k: v for k, v in run.data.metrics.items() if k != "nan"},
        "tags": run.data.tags,
        "dataset": {
            "name": dataset.dataset.name,
            "digest": dataset.dataset.digest,
            "context": {tag.key: tag.value for tag in dataset.tags},
            "source": json.loads(dataset.dataset.source),
            "schema": json.loads(dataset.dataset.schema),
            "profile": json.loads(dataset.dataset.profile),
        },
        "artifacts": [[f.path, f.is_dir] for f in client.list_artifacts(run_id)],
        "below": [f.path for f in client.list_artifacts(run_id, "deep")],
        "text": open(text, encoding="utf8").read(),
        "dict": mlflow.artifacts.load_dict(f"runs:/{run_id}/config.json"),
        "figure": mlflow.artifacts.load_text(f"runs:/{run_id}/plots/curve.svg"),
        "children": [[child.info.run_name, child.info.status] for child in children],
    }


def read_model(uri, run_id, name):
    """The model a run logged, its files as MLflow loads them, and its registered versions."""
    client = client_of(uri)
    run = client.get_run(run_id)
    output = run.outputs.model_outputs[0]
    model = client.get_logged_model(output.model_id)
    local = mlflow.artifacts.download_artifacts(f"models:/{model.model_id}", dst_path=tempfile.mkdtemp())
    loaded = mlflow.models.Model.load(local)
    answer = {
        "name": model.name,
        "status": str(model.status),
        "type": model.model_type,
        "params": model.params,
        "metrics": sorted([m.key, m.value, m.step] for m in model.metrics or []),
        "kind": model.tags["kind"],
        "step": output.step,
        "source": model.source_run_id == run_id,
        "files": sorted(f for f in os.listdir(local) if f != "registered_model_meta"),
        "flavors": list(loaded.flavors),
        "inputs": loaded.signature.inputs.input_names(),
        "outputs": loaded.signature.outputs.input_names(),
        "example": loaded.load_input_example(local).to_dict("records"),
        "ids": [loaded.model_id == model.model_id, loaded.run_id == run_id],
    }
    if name is not None:
        registered = client.get_registered_model(name)
        champion = client.get_model_version_by_alias(name, "champion")
        versions = client.search_model_versions(f"name='{name}'")
        answer["registered"] = {
            "description": registered.description,
            "team": registered.tags["team"],
            "aliases": {alias: str(version) for alias, version in registered.aliases.items()},
            "versions": sorted([str(v.version), v.description or "", v.status] for v in versions),
            "champion": [str(champion.version), champion.run_id == run_id, champion.source == f"models:/{model.model_id}"],
            "promoted": json.loads(champion.tags["imdb.promotion.champion"])["passed"],
        }
    return answer


def read_run_model(uri, run_id, name):
    """The model of a run on a server before MLflow 3: in the run's artifacts, in its history, registered."""
    client = client_of(uri)
    local = mlflow.artifacts.download_artifacts(f"runs:/{run_id}/senti", dst_path=tempfile.mkdtemp())
    loaded = mlflow.models.Model.load(local)
    history = json.loads(client.get_run(run_id).data.tags["mlflow.log-model.history"])
    champion = client.get_model_version_by_alias(name, "champion")
    by_alias = mlflow.artifacts.download_artifacts(f"models:/{name}@champion", dst_path=tempfile.mkdtemp())
    return {
        "files": sorted(f for f in os.listdir(local) if f != "registered_model_meta"),
        "by_alias": mlflow.models.Model.load(by_alias).model_uuid == loaded.model_uuid,
        "flavors": list(loaded.flavors),
        "inputs": loaded.signature.inputs.input_names(),
        "run": loaded.run_id == run_id,
        "history": [[m["artifact_path"], m["run_id"] == run_id, m["model_uuid"] == loaded.model_uuid] for m in history],
        "champion": [str(champion.version), champion.run_id == run_id, champion.status],
    }


def write_run(uri, name):
    """Writes a run, a nested one, a model and a registered version with MLflow's client; gives the ids."""
    client = client_of(uri)
    experiment = client.create_experiment(name, tags={"team": "a"})
    client.set_experiment_tag(experiment, "mlflow.note.content", "theirs")
    run = client.create_run(experiment, run_name="theirs", tags={"mlflow.note.content": "described"}).info.run_id
    client.log_param(run, "C", 10)
    client.log_metric(run, "loss", 1.0, timestamp=1000, step=0)
    client.log_metric(run, "loss", 0.5, timestamp=1001, step=1)
    client.log_batch(
        run,
        metrics=[Metric("val/acc", 0.25, 5, 0), Metric("nan", float("nan"), 5, 0)],
        params=[Param("a/b", "c d")],
        tags=[RunTag("größe", "süß"), RunTag("on", "off"), RunTag("gone", "1")],
    )
    client.delete_tag(run, "gone")
    client.log_text(run, "hello", "deep/note.txt")
    client.log_dict(run, {"a": [1]}, "config.json")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("from a file")
        file.flush()
        client.log_artifact(run, file.name, "files")
        artifact = "files/" + os.path.basename(file.name)
    dataset = Dataset("imdb", "abc", "local", json.dumps({"uri": "x"}), json.dumps({"mlflow_colspec": []}))
    client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", "train")])])
    child = client.create_run(experiment, run_name="child", tags={"mlflow.parentRunId": run}).info.run_id
    client.set_terminated(child, "FAILED")
    deleted = client.create_run(experiment, run_name="deleted").info.run_id
    client.delete_run(deleted)
    restored = client.create_run(experiment, run_name="restored").info.run_id
    client.delete_run(restored)
    client.restore_run(restored)
    model = client.create_logged_model(experiment, "senti", run, params={"C": "1"}, model_type="imdb")
    client.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
    client.log_metric(run, "of the model", 0.75, timestamp=1002, step=1, model_id=model.model_id)
    client.log_outputs(run, [LoggedModelOutput(model.model_id, 1)])
    client.create_registered_model(name, tags={"team": "a"}, description="what it is")
    for description in ["first", "second"]:
        client.create_model_version(
            name, f"models:/{model.model_id}", run, tags={"k": "v"}, description=description, model_id=model.model_id
        )
    client.set_registered_model_alias(name, "champion", 1)
    client.set_registered_model_alias(name, "challenger", 2)
    client.delete_registered_model_alias(name, "challenger")
    client.set_model_version_tag(name, "2", "note", "n")
    client.set_terminated(run)
    gone = client.create_experiment(name + " gone")
    client.delete_experiment(gone)
    ids = {"runId": run, "modelId": model.model_id, "childId": child, "deletedId": deleted, "goneId": gone}
    return {**ids, "artifact": artifact}


def states(uri, run_ids):
    """The lifecycle stage of each run."""
    client = client_of(uri)
    return [client.get_run(run_id).info.lifecycle_stage for run_id in run_ids]


def search(uri, experiment_name, filters):
    """The names of the runs that each filter finds, or the code of the error it makes."""
    client = client_of(uri)
    experiment = client.get_experiment_by_name(experiment_name)
    found = []
    for filter_string in filters:
        try:
            runs = client.search_runs([experiment.experiment_id], filter_string, ViewType.ACTIVE_ONLY)
            found.append(sorted(run.info.run_name for run in runs))
        except mlflow.MlflowException as error:
            found.append(error.error_code)
    return found


def attempt(uri, run_id, calls):
    """For each call of the client about a run, `ok` or the code of the error it makes."""
    client = client_of(uri)
    results = []
    for method, args in calls:
        args = [float(a[4:]) if isinstance(a, str) and a.startswith("num:") else a for a in args]
        args = ["x" * int(a[5:]) if isinstance(a, str) and a.startswith("long:") else a for a in args]
        try:
            getattr(client, method)(run_id, *args)
            results.append("ok")
        except mlflow.MlflowException as error:
            results.append(error.error_code)
    return results


def read_keys(uri, run_id):
    """Every parameter, metric and tag of a run, values that are no numbers as texts."""
    run = client_of(uri).get_run(run_id)
    metrics = {k: v if math.isfinite(v) else str(v) for k, v in run.data.metrics.items()}
    return {"params": run.data.params, "metrics": metrics, "tags": run.data.tags}


def history(uri, run_id, key):
    """Steps and values of a metric."""
    return [[m.step, m.value] for m in client_of(uri).get_metric_history(run_id, key)]


def reply(answer):
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


reply({"ready": mlflow.__version__, "at": time.time()})
for line in sys.stdin:
    call, args = json.loads(line)
    try:
        reply({"answer": globals()[call](*args)})
    except Exception as error:  # noqa: BLE001 - it is told to the test
        reply({"error": f"{type(error).__name__}: {error}"})
