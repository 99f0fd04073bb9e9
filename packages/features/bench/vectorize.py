"""Prints one figure of scikit-learn's TfidfVectorizer on the reviews of an archive.

python vectorize.py ARCHIVE {bigrams,unigrams,transform,single,memory}
"""

import resource
import sys
import tarfile
import time

from sklearn.feature_extraction.text import TfidfVectorizer

archive, what = sys.argv[1:]
texts = {"train": {}, "test": {}}
with tarfile.open(archive) as tar:
    for member in tar:
        parts = member.name.split("/")
        if len(parts) == 4 and parts[2] in ("pos", "neg"):
            texts[parts[1]][member.name] = tar.extractfile(member).read().decode()
train, test = (list(texts[split].values()) for split in ("train", "test"))
texts.clear()

n = 1 if what == "unigrams" else 2
vectorizer = TfidfVectorizer(ngram_range=(1, n), min_df=2, sublinear_tf=True)
start = time.perf_counter()
matrix = vectorizer.fit_transform(train)
figure = time.perf_counter() - start
if what == "transform":
    start = time.perf_counter()
    vectorizer.transform(test)
    figure = time.perf_counter() - start
if what == "single":
    times = []
    average = [text for text in test if 200 <= len(text.split(" ")) <= 260]
    for text in average[:2000]:
        start = time.perf_counter()
        vectorizer.transform([text])
        times.append(time.perf_counter() - start)
    figure = sorted(times)[len(times) // 2] * 1e6
if what == "memory":
    figure = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(figure)
