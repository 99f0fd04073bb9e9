"""The work of monitor.report by Evidently; prints the seconds it took.

report.py ARCHIVE report       traits of the texts, and the preset on them and on the texts, as is its default
report.py ARCHIVE columns      the same without the column of texts
report.py ARCHIVE descriptors  traits of the texts only
"""
import re
import sys
import tarfile
import tempfile
import time
import warnings

import numpy as np
import pandas as pd
import pandas.core.dtypes.common as pandas_types

warnings.filterwarnings("ignore")
# pandas 3 dropped a name that one of Evidently's unrelated modules imports; without it nothing of it loads.
if not hasattr(pandas_types, "infer_dtype_from_object"):
    pandas_types.infer_dtype_from_object = lambda dtype: np.dtype(dtype).type

from evidently import DataDefinition, Dataset, Report  # noqa: E402
from evidently.descriptors import NonLetterCharacterPercentage, TextLength, WordCount  # noqa: E402
from evidently.presets import DataDriftPreset  # noqa: E402

LABELLED = re.compile(r"^aclImdb/(train|test)/(?:pos|neg)/\d+_\d+\.txt$")


def read(path):
    texts = {"train": [], "test": []}
    with tarfile.open(path) as tar:
        for member in tar:
            match = LABELLED.match(member.name)
            if match:
                texts[match[1]].append(tar.extractfile(member).read().decode())
    return texts


def dataset(texts):
    return Dataset.from_pandas(
        pd.DataFrame({"text": pd.Series(texts, dtype=object)}),
        data_definition=DataDefinition(text_columns=["text"]),
        descriptors=[TextLength("text"), WordCount("text"), NonLetterCharacterPercentage("text")],
    )


texts = read(sys.argv[1])
work = sys.argv[2]
if work == "descriptors":
    short = [t[:200] for t in texts["train"] + texts["test"]]
    start = time.perf_counter()
    dataset(short)
    print(time.perf_counter() - start)
else:
    start = time.perf_counter()
    reference, current = dataset(texts["train"]), dataset(texts["test"])
    columns = [c for c in current.as_dataframe().columns if work == "report" or c != "text"]
    report = Report([DataDriftPreset(columns=columns)]).run(current, reference)
    with tempfile.NamedTemporaryFile(suffix=".html") as page, tempfile.NamedTemporaryFile(suffix=".json") as data:
        report.save_html(page.name)
        report.save_json(data.name)
    print(time.perf_counter() - start)
