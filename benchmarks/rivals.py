"""Other ways to find themes, for comparison in the same run: LDA, k-means on tf-idf and on MiniLM, BERTopic.

Each takes texts and gives a list of themes a text, [] for none. The number of themes is chosen as people usually
do: by the silhouette for k-means, by perplexity on a tenth that was held back for LDA, by itself in BERTopic.
MiniLM is the council's own file of tier 2 (``CONSULT_SEMANTIC_MODEL``; ``benchmarks/minilm.py`` makes one), so that
nothing is fetched here either.
"""

import os
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import silhouette_score

from consult.analysis.supplied import model_told_by

Found = list[list[int]]
Finder = Callable[[Sequence[str]], Found]
NUMBERS_TRIED = (3, 5, 8, 12, 18, 26, 36)
FEW = 2_000
"""Texts on which the number of themes is chosen where there are more."""


def lda(texts: Sequence[str]) -> Found:
    """Latent Dirichlet allocation (Blei et al. 2003)."""
    counted = CountVectorizer(stop_words="english", min_df=2).fit_transform(texts)
    held = np.arange(counted.shape[0]) % 10 == 0

    def perplexity(number: int) -> float:
        model = LatentDirichletAllocation(number, random_state=0, learning_method="online").fit(counted[~held])
        return float(model.perplexity(counted[held]))

    number = min(NUMBERS_TRIED, key=perplexity)
    shares = LatentDirichletAllocation(number, random_state=0, learning_method="online").fit_transform(counted)
    return [[int(row.argmax())] for row in shares]


def k_means_tfidf(texts: Sequence[str]) -> Found:
    """K-means on tf-idf."""
    return _k_means(TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True).fit_transform(texts))


def k_means_minilm(texts: Sequence[str]) -> Found:
    """K-means on sentence vectors."""
    return _k_means(minilm(texts))


def bertopic(texts: Sequence[str]) -> Found:
    """BERTopic (Grootendorst 2022) with its defaults; UMAP is given a seed, without which no two runs are alike."""
    from bertopic import BERTopic
    from umap import UMAP

    reduced = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0)
    topics, _ = BERTopic(umap_model=reduced, embedding_model=None).fit_transform(list(texts), minilm(texts))
    return [[int(topic)] if topic >= 0 else [] for topic in topics]


def minilm(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return (n, 384) float32: the mean of the states of each text, length one, as sentence-transformers does."""
    model = model_told_by(os.environ)
    if model is None:
        raise SystemExit("CONSULT_SEMANTIC_MODEL is not set: benchmarks/minilm.py makes a model.")
    tokens = model.tokens(texts)
    rows = np.zeros((len(texts), 384), np.float32)
    order = sorted(range(len(texts)), key=lambda n: len(tokens[n]))
    for length in sorted({len(each) for each in tokens}):
        alike = [n for n in order if len(tokens[n]) == length]
        for begin in range(0, len(alike), 64):
            batch = alike[begin : begin + 64]
            rows[batch] = model.states([tokens[n] for n in batch]).mean(axis=1)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _k_means(vectors: NDArray[np.float32]) -> Found:
    few = vectors[: min(FEW, vectors.shape[0])]

    def silhouette(number: int) -> float:
        return float(silhouette_score(few, KMeans(number, n_init=3, random_state=0).fit_predict(few)))

    number = max((n for n in NUMBERS_TRIED if n < few.shape[0]), key=silhouette)
    return [[int(label)] for label in KMeans(number, n_init=3, random_state=0).fit_predict(vectors)]


RIVALS: dict[str, Finder] = {
    "LDA": lda,
    "k-means on tf-idf": k_means_tfidf,
    "k-means on MiniLM": k_means_minilm,
    "BERTopic": bertopic,
}
