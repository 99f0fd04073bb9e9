"""Scores texts with an exported ONNX model in onnxruntime, as a Python user would.

Usage: onnx.py MODEL TEXTS.jsonl OUT.json  (one {"text": ...} a line; writes
[[label, [probability, ...], abstained], ...], where abstained is null for a model that always decides)
The tokens are made as scikit-learn's default token pattern makes them.
"""
import json
import re
import sys

import numpy
import onnxruntime

TOKEN = re.compile(r"(?u)\b\w\w+\b")
BATCH = 32


def tokens_of(texts):
    rows = [TOKEN.findall(text.lower()) for text in texts]
    width = max(1, max(len(row) for row in rows))
    return numpy.array([row + [""] * (width - len(row)) for row in rows], dtype=object)


def main(model, texts_path, out):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    with open(texts_path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    names = [output.name for output in session.get_outputs()]
    scored = []
    for start in range(0, len(texts), BATCH):
        label, probabilities, *abstained = session.run(
            names, {"tokens": tokens_of(texts[start : start + BATCH])}
        )
        said = [bool(a) for a in abstained[0]] if abstained else [None] * len(label)
        scored += [
            [str(l), [float(p) for p in row], a] for l, row, a in zip(label, probabilities, said)
        ]
    with open(out, "w", encoding="utf-8") as file:
        json.dump(scored, file)


main(*sys.argv[1:])
