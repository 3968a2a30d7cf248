"""Headings of real documents as a person labelled them, as digests of their letters, so that no text of theirs is kept.

The title of a document is labelled with the headings where it stands on a page of the text and not on a cover.
"""

import hashlib


def digest(heading: str) -> str:
    """Twelve hexadecimal digits of SHA-256 of a heading's letters and digits in lower case."""
    letters = "".join(letter for letter in heading.casefold() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:12]


LABELS: dict[str, tuple[str, ...]] = {
    "manchester_executive_report_2018_numbered_paras.pdf": (
        "4cfd3d17d427",
        "761b7ad8ad43",
        "f9b89ad44ffd",
        "6a595b827375",
        "13b82578b4f5",
        "b238c91cba0a",
        "ffc477ba3d80",
        "c2d2242d877f",
        "dbb68239719b",
        "dfb345db1ace",
        "582c766adb01",
        "8f5ff82d6367",
        "43c2e23337ea",
        "5a3aec7c304f",
        "23ee4f0c2dd5",
        "0885565ad47f",
        "67929fb8002a",
        "d88b7aa1937e",
        "2a73cd209eb8",
        "b08866f4ebd4",
        "edb4c88a3cf4",
        "680777fc7da0",
        "a95d49c8d05e",
        "2a68b110db8d",
    ),
    "fenland_Local_Development_Scheme_2025.pdf": (
        "6ed2e1709925",
        "350530d5074c",
        "1a2785ba0a90",
        "e8e416e2fafe",
        "b915cdad8b53",
    ),
    "pdflatex-outline.pdf": (
        "d1b2a59fbea7",
        "f25fe1d943db",
        "92bd577d056d",
        "b9198cab657b",
        "45af88345b88",
        "45783a9efb35",
        "209826f55f0b",
        "6f893e6ca357",
        "998c612bbab2",
        "c882c8556ac0",
    ),
    "mistitled_outlines_example.pdf": (
        "d1b2a59fbea7",
        "f25fe1d943db",
        "92bd577d056d",
        "b9198cab657b",
        "45af88345b88",
        "45783a9efb35",
        "209826f55f0b",
        "6f893e6ca357",
        "998c612bbab2",
        "c882c8556ac0",
    ),
    "multicolumn.pdf": (
        "0caa61fc3244",
        "c59ddd3f7ba6",
    ),
    "fenland_sustainability_appraisal_page.html": (
        "bb8bf78134ad",
        "4eed41d911d7",
    ),
}
