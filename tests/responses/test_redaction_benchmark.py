"""The figures of the redaction rules come from texts that are labelled, the same every time, and more than 300."""

from benchmarks.redaction import Score, score
from benchmarks.redaction_texts import Label, LabelledText, labelled_texts
from consult.responses.redaction import PersonalData

TEXTS = labelled_texts()


def scored(text: str, *labels: Label) -> Score:
    return score([LabelledText(text=text, labels=labels, is_kept_back=False)])


def test_there_are_three_hundred_texts_and_they_never_change():
    assert len(TEXTS) >= 300
    assert labelled_texts() == TEXTS


def test_the_labels_stand_where_the_words_are():
    kinds = {label.kind for each in TEXTS for label in each.labels}
    assert kinds == {kind.value for kind in PersonalData} - {"other"}
    for each in TEXTS:
        for label in each.labels:
            words = each.text[label.starts_at : label.ends_at]
            assert words == words.strip() != "", each.text


def test_a_third_of_the_texts_that_were_kept_back_is_ordinary_or_nearly():
    kept_back = [each for each in TEXTS if each.is_kept_back]
    assert sum(not each.labels for each in kept_back) >= 30


def test_half_a_name_that_stays_visible_is_not_found():
    assert scored("Mrs Achebe Okoro", Label(4, 16, "name")).recall("name") == 1.0
    assert scored("Mrs Achebe zzz", Label(4, 14, "name")).recall("name") == 0.0


def test_a_mark_on_ordinary_words_costs_precision():
    told = scored("Mrs Achebe was kind")
    assert (told.precision("name"), told.n_clean, told.n_left_alone) == (0.0, 1, 0)


def test_the_rules_stay_as_good_as_the_docs_say():
    told = score([each for each in TEXTS if each.is_kept_back])
    assert told.recall() >= 0.95
    assert told.precision() >= 0.95
