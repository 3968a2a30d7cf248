"""The themes of one codebook and which texts they hold, and what each edit of an officer does to them: pure.

The same edit does the same whether an officer makes it now or it is replayed over what a new run proposed. Replayed
over a new run it is forgiving: a text that the run has put elsewhere, or that is gone, stops nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from consult.analysis.rules import STANDING, SURELY, THEME_MACHINE, EditAct, ThemeState
from consult.kernel.errors import Refused
from consult.responses.rules import Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit: what was done, to which theme, with what. Texts are ids of answers, or of comments on paragraphs."""

    act: EditAct
    theme: int | None = None
    name: str = ""
    description: str = ""
    reason: str = ""
    into: int | None = None
    new_theme: int | None = None
    texts: tuple[int, ...] = ()
    placed: tuple[tuple[int, int, float], ...] = ()  # (text, theme, confidence) as the machine learned them

    def to_json(self) -> dict[str, Any]:
        """Return what is kept in the log: everything but the act and the theme, which have columns of their own."""
        kept = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"act", "theme", "reason"}}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items() if value}

    @classmethod
    def from_log(cls, act: EditAct, theme: int | None, reason: str, kept: dict[str, Any]) -> "Edit":
        """Return the edit that a row of the log holds."""
        placed = tuple((text, into, sure) for text, into, sure in kept.get("placed", ()))
        given = kept | {"texts": tuple(kept.get("texts", ())), "placed": placed}
        return cls(act=act, theme=theme, reason=reason, **given)

    @property
    def themes(self) -> set[int]:
        """Every theme that the edit speaks of."""
        named = (self.theme, self.into, self.new_theme, *(into for _text, into, _sure in self.placed))
        return {theme for theme in named if theme is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeNow:
    """A theme as the edits so far have made it."""

    id: int
    state: ThemeState = ThemeState.SUGGESTED
    name: str
    named_by: Hand = Hand.MACHINE
    description: str = ""
    hidden_reason: str = ""
    merged_into: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """That a text is in a theme."""

    main: bool
    confidence: float
    hand: Hand = Hand.MACHINE
    pinned: bool = False
    starts_at: int | None = None
    ends_at: int | None = None
    quote_rank: int | None = None
    run_id: int | None = None


@dataclass(slots=True, kw_only=True)
class Book:
    """Themes by id, and for every text known here the themes that it is in."""

    themes: dict[int, ThemeNow] = field(default_factory=dict)
    places: dict[int, dict[int, Place]] = field(default_factory=dict)

    def copy(self) -> "Book":
        """Return a book that can be changed apart from this one."""
        return Book(themes=dict(self.themes), places={text: dict(held) for text, held in self.places.items()})

    def texts_in(self, theme: int) -> list[int]:
        """Return the texts that a theme holds, in order."""
        return sorted(text for text, held in self.places.items() if theme in held)

    def apply(self, edit: Edit, *, strict: bool = True) -> None:
        """Do what an edit says.

        Raises:
            Refused: the edit does not fit what is there. Without ``strict``, only when a theme of it does not stand.
        """
        _DOES[edit.act](self, edit, strict)

    def standing(self, theme: int | None) -> ThemeNow:
        """Return a theme that holds responses.

        Raises:
            Refused: it was merged, removed or undone.
        """
        found = self.themes.get(theme) if theme is not None else None
        if found is None or found.state not in STANDING:
            raise Refused("This theme is no longer there: someone merged or removed it. Look at the themes again.")
        return found

    def leave_fallen(self) -> None:
        """Take every text out of themes that do not stand: one that joined an officer's theme which was then undone."""
        for text, held in self.places.items():
            fallen = [theme for theme in held if self.themes[theme].state not in STANDING]
            for theme in fallen:
                del held[theme]
            if fallen:
                self.settle_main((text,))

    def change(self, theme: int, **changes: Any) -> None:
        """Replace what is said of a theme."""
        self.themes[theme] = replace(self.themes[theme], **changes)

    def settle_main(self, texts: Iterable[int]) -> None:
        """See to it that each text has exactly one main theme: an officer's word first, then the surest."""
        for text in texts:
            held = self.places.get(text, {})
            if not held:
                continue
            best = min(held, key=lambda theme: (*_weight(held[theme]), theme))
            self.places[text] = {theme: replace(place, main=theme == best) for theme, place in held.items()}


def _weight(place: Place) -> tuple[bool, bool, float]:
    return not place.main, not place.pinned, -place.confidence


def _rename(book: Book, edit: Edit, _strict: bool) -> None:
    book.change(book.standing(edit.theme).id, name=edit.name, named_by=Hand.OFFICER)


def _describe(book: Book, edit: Edit, _strict: bool) -> None:
    book.change(book.standing(edit.theme).id, description=edit.description)


def _confirm(book: Book, edit: Edit, strict: bool) -> None:
    theme = book.standing(edit.theme)
    if strict or theme.state is ThemeState.SUGGESTED:
        book.change(theme.id, state=THEME_MACHINE.after(theme.state, "confirm"))


def _hide(book: Book, edit: Edit, _strict: bool) -> None:
    book.change(book.standing(edit.theme).id, hidden_reason=edit.reason)


def _show(book: Book, edit: Edit, _strict: bool) -> None:
    book.change(book.standing(edit.theme).id, hidden_reason="")


def _reject(book: Book, edit: Edit, _strict: bool) -> None:
    theme = book.standing(edit.theme)
    texts = book.texts_in(theme.id)
    for text in texts:
        del book.places[text][theme.id]
    book.settle_main(texts)
    book.change(theme.id, state=THEME_MACHINE.after(theme.state, "reject"))


def _merge(book: Book, edit: Edit, _strict: bool) -> None:
    source, target = book.standing(edit.theme), book.standing(edit.into)
    if source.id == target.id:
        raise Refused("A theme cannot be merged into itself. Choose another theme.")
    texts = book.texts_in(source.id)
    for text in texts:
        moved = book.places[text].pop(source.id)
        there = book.places[text].get(target.id)
        book.places[text][target.id] = moved if there is None else _stronger(there, moved)
    book.settle_main(texts)
    book.change(source.id, state=THEME_MACHINE.after(source.state, "merge"), merged_into=target.id)


def _stronger(one: Place, other: Place) -> Place:
    first = min((one, other), key=_weight)
    return replace(first, main=one.main or other.main, pinned=one.pinned or other.pinned)


def _split(book: Book, edit: Edit, strict: bool) -> None:
    theme = book.standing(edit.theme)
    _open(book, edit)
    _carry(book, edit.texts, source=theme.id, target=edit.new_theme, strict=strict)


def _add(book: Book, edit: Edit, strict: bool) -> None:
    _open(book, edit)
    for text in edit.texts:
        _carry(book, (text,), source=None, target=edit.new_theme, strict=strict)


def _move(book: Book, edit: Edit, strict: bool) -> None:
    if edit.into is not None:
        book.standing(edit.into)
    _carry(book, edit.texts, source=edit.theme, target=edit.into, strict=strict)


def _pin(book: Book, edit: Edit, strict: bool) -> None:
    theme = book.standing(edit.theme)
    for text in edit.texts:
        held = book.places.get(text)
        if held is None or (strict and theme.id not in held):
            if strict:
                raise Refused("Some of these responses are no longer in this theme. Look at the theme again.")
            continue
        if theme.id not in held:
            _give_up_machine_main(held)
        there = held.get(theme.id) or Place(main=not held, confidence=SURELY)
        held[theme.id] = replace(there, confidence=SURELY, hand=Hand.OFFICER, pinned=True)
        book.settle_main((text,))


def _learn(book: Book, edit: Edit, _strict: bool) -> None:
    """Put texts where the machine would put them now; an officer's word and a theme that is gone are left alone."""
    for text, theme, sure in edit.placed:
        held = book.places.get(text)
        found = book.themes.get(theme)
        if held is None or found is None or found.state not in STANDING or any(p.pinned for p in held.values()):
            continue
        _give_up_machine_main(held)
        there = held.get(theme) or Place(main=True, confidence=sure)
        held[theme] = replace(there, main=True, confidence=sure)
        book.places[text] = {key: replace(place, main=key == theme) for key, place in held.items()}


def _open(book: Book, edit: Edit) -> None:
    """Bring an officer's new theme to life."""
    if edit.new_theme is None:
        raise Refused("The new theme has no place yet. Try again.")
    book.themes[edit.new_theme] = ThemeNow(
        id=edit.new_theme, name=edit.name, named_by=Hand.OFFICER, description=edit.description
    )


def _carry(book: Book, texts: Iterable[int], *, source: int | None, target: int | None, strict: bool) -> None:
    """Take texts out of one theme and put them into another, where they are pinned; ``None`` is outside all themes."""
    for text in texts:
        held = book.places.get(text)
        if held is None:
            if strict:
                raise Refused("Some of these responses are no longer there. Look at the theme again.")
            continue
        if strict and source is not None and source not in held:
            raise Refused("Someone moved some of these responses already. Look at the theme again.")
        old = held.pop(source, None) if source is not None else None
        if old is None and target is not None:
            _give_up_machine_main(held)
        if target is not None:
            held[target] = Place(
                main=old is None or old.main,
                confidence=SURELY,
                hand=Hand.OFFICER,
                pinned=True,
                starts_at=old.starts_at if old else None,
                ends_at=old.ends_at if old else None,
            )
            if held[target].main:
                book.places[text] = {t: replace(place, main=t == target) for t, place in held.items()}
        book.settle_main((text,))


def _give_up_machine_main(held: dict[int, Place]) -> None:
    for theme in [theme for theme, place in held.items() if place.main and not place.pinned]:
        del held[theme]


def _nothing(_book: Book, _edit: Edit, _strict: bool) -> None:
    """Do nothing: what an undo took back is simply not applied."""


_DOES = {
    EditAct.RENAME: _rename,
    EditAct.DESCRIBE: _describe,
    EditAct.MERGE: _merge,
    EditAct.SPLIT: _split,
    EditAct.MOVE: _move,
    EditAct.PIN: _pin,
    EditAct.ADD: _add,
    EditAct.REJECT: _reject,
    EditAct.HIDE: _hide,
    EditAct.SHOW: _show,
    EditAct.CONFIRM: _confirm,
    EditAct.LEARN: _learn,
    EditAct.UNDO: _nothing,
}
