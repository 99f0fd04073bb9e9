/** Reads a run, its experiment, model and registered model with MLflow's own client. */
export const READ_EVERYTHING = `
import json, math, os, sys, tempfile
import mlflow
from mlflow import MlflowClient

uri = os.environ["MLFLOW_TRACKING_URI"]
client = MlflowClient(uri, uri)
run = client.get_run(sys.argv[1])
experiment = client.get_experiment(run.info.experiment_id)
dataset = run.inputs.dataset_inputs[0]
model = client.get_logged_model(run.outputs.model_outputs[0].model_id)
local = mlflow.artifacts.download_artifacts(f"models:/{model.model_id}", dst_path=tempfile.mkdtemp())
text = client.download_artifacts(run.info.run_id, "deep/größe.txt", tempfile.mkdtemp())
champion = None
try:
    champion = client.get_model_version_by_alias(experiment.name, "champion")
except Exception:
    pass
print(json.dumps({
    "experimentTags": experiment.tags,
    "status": run.info.status,
    "runName": run.info.run_name,
    "params": run.data.params,
    "loss": sorted([m.step, m.timestamp, m.value] for m in client.get_metric_history(run.info.run_id, "loss")),
    "nan": math.isnan(run.data.metrics["nan"]),
    "valAcc": run.data.metrics["val/acc"],
    "tags": run.data.tags,
    "dataset": [dataset.dataset.name, dataset.dataset.digest, dataset.tags[0].value],
    "artifacts": [f.path for f in client.list_artifacts(run.info.run_id) if f.path == "deep"],
    "text": open(text, encoding="utf8").read(),
    "model": {
        "name": model.name,
        "status": str(model.status),
        "params": model.params,
        "kind": model.tags["kind"],
        "files": sorted(f for f in os.listdir(local) if f != "registered_model_meta"),
    },
    "champion": champion and [
        str(champion.version),
        champion.run_id == run.info.run_id,
        json.loads(champion.tags["imdb.promotion.champion"])["passed"],
    ],
    "flavors": list(mlflow.models.Model.load(local).flavors),
}))
`;

/** Writes the like with MLflow's own client; prints the ids. */
export const WRITE_EVERYTHING = `
import json, os, sys
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelOutput, LoggedModelParameter, LoggedModelStatus, Metric

uri, name = os.environ["MLFLOW_TRACKING_URI"], sys.argv[1]
client = MlflowClient(uri, uri)
experiment = client.create_experiment(name, tags={"team": "a"})
run = client.create_run(experiment, run_name="theirs").info.run_id
client.log_param(run, "C", 10)
client.log_param(run, "a/b", "c d")
client.log_metric(run, "loss", 1.0, timestamp=1000, step=0)
client.log_metric(run, "loss", 0.5, timestamp=1001, step=1)
client.log_batch(run, metrics=[Metric("val/acc", 0.25, 5, 0), Metric("nan", float("nan"), 5, 0)])
client.set_tag(run, "größe", "süß")
client.set_tag(run, "on", "off")
client.log_text(run, "hello", "deep/note.txt")
dataset = Dataset("imdb", "abc", "local", json.dumps({"uri": "x"}))
client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", "train")])])
model = client.create_logged_model(experiment, "senti", run, params={"C": "1"}, model_type="imdb")
client.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
client.log_outputs(run, [LoggedModelOutput(model.model_id, 1)])
client.create_registered_model(name)
client.create_model_version(name, f"models:/{model.model_id}", run, tags={"k": "v"}, description="first", model_id=model.model_id)
client.set_registered_model_alias(name, "champion", 1)
client.set_terminated(run)
print(json.dumps({"runId": run, "modelId": model.model_id}))
`;
