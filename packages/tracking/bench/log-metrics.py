"""Logs metrics one call at a time with MLflow's own client and prints the seconds it took."""
import os
import sys
import tempfile
import time

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

from mlflow import MlflowClient  # noqa: E402

store, count = sys.argv[1], int(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    uri = f"file://{folder}/mlruns" if store == "file" else f"sqlite:///{folder}/mlflow.db"
    client = MlflowClient(uri)
    run = client.create_run(client.create_experiment("bench", f"file://{folder}/artifacts")).info.run_id
    start = time.perf_counter()
    for step in range(count):
        client.log_metric(run, "loss", 1 / (step + 1), step=step)
    client.set_terminated(run)
    seconds = time.perf_counter() - start
    assert client.get_run(run).data.metrics["loss"] == 1 / count
print(seconds)
