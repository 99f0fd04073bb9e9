"""The peers of @imdb/serve's benchmarks.

peers.py prepare ARCHIVE FOLDER   texts.jsonl, test.csv, a scikit-learn pipeline, an MLflow model
peers.py single FOLDER            median time of one predict_proba of a review of average length, in microseconds
peers.py batch FOLDER OUT         the usual batch script, in microseconds a row
peers.py fastapi FOLDER PORT      the usual service, one process
"""
import json
import statistics
import sys
import tarfile
import time
from pathlib import Path

import joblib
import pandas


def prepare(archive, folder):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    rows = []
    with tarfile.open(archive) as tar:
        for member in tar:
            part = member.name.split("/")
            if len(part) == 4 and part[1] in ("train", "test") and part[2] in ("pos", "neg"):
                text = tar.extractfile(member).read().decode("utf-8")
                rows.append({"split": part[1], "id": f"{part[2]}/{part[3]}", "label": part[2], "text": text})
    rows.sort(key=lambda row: (row["split"], row["id"]))
    folder = Path(folder)
    with open(folder / "texts.jsonl", "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row) + "\n")
    train = [row for row in rows if row["split"] == "train"]
    test = pandas.DataFrame([row for row in rows if row["split"] == "test"])
    test[["id", "text", "label"]].to_csv(folder / "test.csv", index=False)
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        LogisticRegression(C=10, solver="liblinear"),
    )
    pipeline.fit([row["text"] for row in train], [row["label"] for row in train])
    joblib.dump(pipeline, folder / "pipeline.joblib")
    import mlflow.sklearn

    mlflow.sklearn.save_model(pipeline, folder / "mlflow", pyfunc_predict_fn="predict_proba",
                              serialization_format="cloudpickle")


def single(folder):
    pipeline = joblib.load(Path(folder) / "pipeline.joblib")
    texts = pandas.read_csv(Path(folder) / "test.csv")["text"].tolist()
    texts = [text for text in texts if 200 <= len(text.split(" ")) <= 260][:1000]
    for text in texts[:100]:
        pipeline.predict_proba([text])
    times = []
    for text in texts:
        start = time.perf_counter()
        pipeline.predict_proba([text])
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def batch(folder, out):
    pipeline = joblib.load(Path(folder) / "pipeline.joblib")
    start = time.perf_counter()
    rows = 0
    for number, chunk in enumerate(pandas.read_csv(Path(folder) / "test.csv", chunksize=5000)):
        probability = pipeline.predict_proba(chunk["text"])
        scored = pandas.DataFrame({"id": chunk["id"], "label": pipeline.classes_[probability.argmax(axis=1)]})
        for place, label in enumerate(pipeline.classes_):
            scored[f"probability_{label}"] = probability[:, place]
        scored.to_csv(out, mode="w" if number == 0 else "a", header=number == 0, index=False)
        rows += len(chunk)
    return (time.perf_counter() - start) / rows * 1e6


def fastapi(folder, port):
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    pipeline = joblib.load(Path(folder) / "pipeline.joblib")
    app = FastAPI()

    class Item(BaseModel):
        text: str

    @app.post("/v1/predict")
    async def predict(item: Item):
        row = pipeline.predict_proba([item.text])[0]
        probabilities = {label: float(p) for label, p in zip(pipeline.classes_, row)}
        return {"label": max(probabilities, key=probabilities.get), "probabilities": probabilities}

    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    result = {"prepare": prepare, "single": single, "batch": batch, "fastapi": fastapi}[command](*arguments)
    if result is not None:
        print(result)
