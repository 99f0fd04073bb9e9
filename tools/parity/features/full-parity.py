"""Writes what scikit-learn makes of all 50,000 labelled reviews with one configuration.

python tools/parity/features/full-parity.py ARCHIVE OUT           the texts, as train.json and test.json
python tools/parity/features/full-parity.py ARCHIVE OUT NAME      terms.json and the arrays of both matrices
"""

import json
import pathlib
import sys
import tarfile

from reference import CONFIGURATIONS, vectorize

archive, out = sys.argv[1], pathlib.Path(sys.argv[2])
if len(sys.argv) == 3:
    texts = {"train": {}, "test": {}}
    with tarfile.open(archive) as tar:
        for member in tar:
            parts = member.name.split("/")
            if len(parts) == 4 and parts[2] in ("pos", "neg"):
                texts[parts[1]][member.name] = tar.extractfile(member).read().decode()
    for split, by_name in texts.items():
        (out / f"{split}.json").write_text(json.dumps([by_name[name] for name in sorted(by_name)]))
else:
    train, test = (json.loads((out / f"{split}.json").read_text()) for split in ("train", "test"))
    configuration = next(c for c in CONFIGURATIONS if c["name"] == sys.argv[3])
    terms, matrices = vectorize(configuration, train, test)
    (out / "terms.json").write_text(json.dumps(terms))
    for split, matrix in zip(("train", "test"), matrices):
        matrix.indptr.astype("uint32").tofile(out / f"{split}.indptr")
        matrix.indices.astype("uint32").tofile(out / f"{split}.indices")
        matrix.data.astype("float64").tofile(out / f"{split}.values")
