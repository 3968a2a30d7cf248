"""How much of what tells who somebody is do the rules find, and how much of what they mark is none?

Run ``python benchmarks/redaction.py``; ``--misses`` prints what was missed in the texts that were worked on. The texts
are in ``redaction_texts.py``. Found means that every letter of a labelled part would be hidden, whatever kind the rules
take it for: recall is the share of the labelled parts of a kind that are found. Precision is the share of the marks of
a kind that touch a labelled part.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from consult.responses.redaction import Span, find_personal_data

try:
    from benchmarks.redaction_texts import Label, LabelledText, labelled_texts
except ModuleNotFoundError:  # run as a file
    from redaction_texts import Label, LabelledText, labelled_texts  # type: ignore[import-not-found,no-redef]


@dataclass(slots=True)
class Score:
    """What was found of each kind, and what of the marks was right."""

    labelled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    marked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    n_texts: int = 0
    n_clean: int = 0
    n_left_alone: int = 0
    misses: list[tuple[str, str]] = field(default_factory=list)

    def recall(self, kind: str = "") -> float:
        """The share of the labelled parts that would be hidden whole."""
        return _share(self.found, self.labelled, kind)

    def precision(self, kind: str = "") -> float:
        """The share of the marks that touch a labelled part."""
        return _share(self.right, self.marked, kind)


def _share(part: Counter[str], whole: Counter[str], kind: str) -> float:
    n, base = (part[kind], whole[kind]) if kind else (part.total(), whole.total())
    return n / base if base else 1.0


def score(texts: Sequence[LabelledText]) -> Score:
    """Compare what the rules mark with what is labelled."""
    told = Score(n_texts=len(texts))
    for each in texts:
        spans = find_personal_data(each.text)
        for label in each.labels:
            told.labelled[label.kind] += 1
            if _is_hidden(each.text, label, spans):
                told.found[label.kind] += 1
            else:
                told.misses.append((label.kind, each.text))
        for span in spans:
            told.marked[span.kind.value] += 1
            is_right = any(span.starts_at < label.ends_at and label.starts_at < span.ends_at for label in each.labels)
            told.right[span.kind.value] += is_right
            if not is_right:
                told.misses.append((f"not {span.kind.value}", each.text))
        told.n_clean += not each.labels
        told.n_left_alone += not each.labels and not spans
    return told


def _is_hidden(text: str, label: Label, spans: Sequence[Span]) -> bool:
    """Whether every letter and digit of a labelled part lies in a mark."""
    return all(
        any(span.starts_at <= place < span.ends_at for span in spans)
        for place in range(label.starts_at, label.ends_at)
        if text[place].isalnum()
    )


def table(told: Score, heading: str) -> str:
    """The figures of one set of texts, as they stand in the docs."""
    lines = [
        f"{heading}: {told.n_texts} texts, {told.labelled.total()} parts that tell who somebody is",
        "",
        "| kind | parts | recall | marks | precision |",
        "|---|---|---|---|---|",
    ]
    kinds = sorted(told.labelled.keys() | told.marked.keys())
    for kind in kinds:
        precision = f"{told.precision(kind):.2f}" if told.marked[kind] else "–"
        recall = f"{told.recall(kind):.2f}" if told.labelled[kind] else "–"
        lines.append(f"| {kind} | {told.labelled[kind]} | {recall} | {told.marked[kind]} | {precision} |")
    whole = f"| all | {told.labelled.total()} | {told.recall():.2f} | {told.marked.total()} | {told.precision():.2f} |"
    return "\n".join([*lines, whole, "", f"{told.n_left_alone} of {told.n_clean} ordinary texts were left alone."])


def main(arguments: Sequence[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Precision and recall of the redaction rules.")
    parser.add_argument("--misses", action="store_true", help="print what was missed in the texts that were worked on")
    wanted = parser.parse_args(arguments)
    texts = labelled_texts()
    worked_on = score([each for each in texts if not each.is_kept_back])
    print(table(worked_on, "Texts that the rules were improved on"))
    print()
    print(table(score([each for each in texts if each.is_kept_back]), "Texts that were kept back"))
    if wanted.misses:
        print("\n".join(f"{kind}: {text!r}" for kind, text in sorted(worked_on.misses)))


if __name__ == "__main__":
    main(sys.argv[1:])
