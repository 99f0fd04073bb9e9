"""What scikit-learn makes of texts, configuration by configuration."""

import json
import pathlib

from sklearn.feature_extraction import text as sk

CONFIGURATIONS = json.loads((pathlib.Path(__file__).parent / "configurations.json").read_text())


def vectorize(configuration, train, test):
    """Term of each column (none when hashing), train matrix, test matrix."""
    options = dict(configuration["sklearn"])
    if "ngram_range" in options:
        options["ngram_range"] = tuple(options["ngram_range"])
    vectorizer = getattr(sk, configuration["class"])(**options)
    fitted = vectorizer.fit_transform(train)
    terms = list(vectorizer.get_feature_names_out()) if hasattr(vectorizer, "get_feature_names_out") else None
    matrices = [fitted, vectorizer.transform(test)]
    for matrix in matrices:
        matrix.sort_indices()
    return terms, matrices
