"""GOV.UK components for WTForms fields, taking each field's own parameters."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from govuk_frontend_wtf import wtforms_widgets as govuk
from govuk_frontend_wtf.main import merger

LABELS = {"": "", "s": "govuk-label--s", "m": "govuk-label--m", "l": "govuk-label--l", "xl": "govuk-label--xl"}
LEGENDS = {"": "", "s": "govuk-fieldset__legend--s", "m": "govuk-fieldset__legend--m"} | {
    "l": "govuk-fieldset__legend--l",
    "xl": "govuk-fieldset__legend--xl",
}


class _Ours:
    """Merge the field's own parameters in, and mend what the library leaves untidy."""

    grouped = False

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the parameters of the component."""
        extra = merger.merge(deepcopy(field.component), kwargs.pop("params", {}))
        kwargs.pop("required", None)  # the server says what is missing, in words; a browser's bubble is not accessible
        params: dict[str, Any] = super().map_gov_params(field, params={}, **kwargs)  # type: ignore[misc]  # a mixin
        if self.grouped:
            params.setdefault("fieldset", {"legend": {"text": field.label.text}})
        params = merger.merge(params, self._placed(extra))
        if not (params.get("hint") or {}).get("text") and not (params.get("hint") or {}).get("html"):
            params.pop("hint", None)
        self._add_hints(field, params)
        return params

    def _placed(self, extra: dict[str, Any]) -> dict[str, Any]:
        """Put the size of the words where this component looks for it."""
        extra = dict(extra)
        size, is_heading = extra.pop("size", ""), extra.pop("is_heading", False)
        if size or is_heading:
            if self.grouped:
                words: dict[str, Any] = {
                    "fieldset": {"legend": {"classes": LEGENDS[size], "isPageHeading": is_heading}}
                }
            else:
                words = {"label": {"classes": LABELS[size], "isPageHeading": is_heading}}
            extra = merger.merge(words, extra)
        return extra

    @staticmethod
    def _add_hints(field: Any, params: dict[str, Any]) -> None:
        hints = getattr(field, "hints", {})
        for item in params.get("items") or ():
            if hints.get(item.get("value")):
                item["hint"] = {"text": hints[item["value"]]}


class TextBox(_Ours, govuk.GovTextInput):
    """One line."""


class TextArea(_Ours, govuk.GovTextArea):
    """Several lines."""


class CountedTextArea(_Ours, govuk.GovCharacterCount):
    """Several lines, with a count."""


class Radios(_Ours, govuk.GovRadioInput):
    """One of several."""

    grouped = True


class Checkboxes(_Ours, govuk.GovCheckboxesInput):
    """Any of several."""

    grouped = True


class Checkbox(_Ours, govuk.GovCheckboxInput):
    """True or not."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the parameters of one box: its words stand beside it, and no legend above."""
        params = super().map_gov_params(field, **kwargs)
        params["items"][0]["value"] = "y"
        return params


class Select(_Ours, govuk.GovSelect):
    """One of many."""


class FileChooser(_Ours, govuk.GovFileInput):
    """A file."""


class Boxes(_Ours, govuk.GovFormBase):
    """A date, or a date and a time, in boxes of its own."""

    grouped = True
    template = "govuk_frontend_wtf/date.html"

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        """Render the boxes."""
        kwargs.setdefault("id", field.id)
        return super().__call__(field, **kwargs)

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the parameters, one item a box."""
        params = super().map_gov_params(field, **kwargs)
        wrong = " govuk-input--error" if field.errors else ""
        params["items"] = [
            {
                "label": box.label,
                "id": field.id if number == 0 else f"{field.id}-{box.suffix}",
                "name": f"{field.name}-{box.suffix}",
                "classes": f"govuk-input--width-{box.width}{wrong}",
                "value": field.typed.get(box.suffix, ""),
                "inputmode": box.inputmode,
            }
            for number, box in enumerate(field.boxes)
        ]
        params["id"] = f"{field.id}-boxes"
        params.pop("label", None)
        return params
