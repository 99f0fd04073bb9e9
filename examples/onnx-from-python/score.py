"""Scores texts with model.onnx: `python score.py model.onnx < texts.json` prints one probability of pos a text."""
import json
import re
import sys

import numpy
import onnxruntime

session = onnxruntime.InferenceSession(sys.argv[1])
texts = json.load(sys.stdin)
# The vectorizer's default tokens: words of two letters or more, in lower case.
tokens = [re.findall(r"(?u)\b\w\w+\b", text.lower()) for text in texts]
width = max(1, max(map(len, tokens)))
filled = [words + [""] * (width - len(words)) for words in tokens]
label, probabilities = session.run(None, {"tokens": numpy.array(filled, dtype=object)})
print(json.dumps([float(row[1]) for row in probabilities]))
