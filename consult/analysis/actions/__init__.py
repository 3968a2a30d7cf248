"""What changes the themes of a consultation: runs, and the edits of officers, each in an append-only log."""

from consult.analysis.actions.agreeing import code_text, draw_sample
from consult.analysis.actions.comparing import (
    apply_comparison,
    ask_where_late_go,
    compare_late,
    compare_run,
    discard_comparison,
)
from consult.analysis.actions.confirming import confirm_themes
from consult.analysis.actions.learning import apply_lesson, ask_lesson, fail_lesson, finish_lesson
from consult.analysis.actions.linking import end_link, link_again, link_themes
from consult.analysis.actions.mapping import ask_map, keep_map
from consult.analysis.actions.moving import confirm_responses, move_response
from consult.analysis.actions.reading import note_readings, read_text
from consult.analysis.actions.runs import codebook_for, fail_run, start_run, stop_run
from consult.analysis.actions.shaping import add_theme, merge_themes, remove_theme, split_theme
from consult.analysis.actions.storing import store_themes
from consult.analysis.actions.undoing import undo_edit
from consult.analysis.actions.wording import describe_theme, hide_theme, rename_theme, show_theme

__all__ = [
    "add_theme",
    "apply_comparison",
    "apply_lesson",
    "ask_lesson",
    "ask_map",
    "ask_where_late_go",
    "code_text",
    "codebook_for",
    "compare_late",
    "compare_run",
    "confirm_responses",
    "confirm_themes",
    "describe_theme",
    "discard_comparison",
    "draw_sample",
    "end_link",
    "fail_lesson",
    "fail_run",
    "finish_lesson",
    "hide_theme",
    "keep_map",
    "link_again",
    "link_themes",
    "merge_themes",
    "move_response",
    "note_readings",
    "read_text",
    "remove_theme",
    "rename_theme",
    "show_theme",
    "split_theme",
    "start_run",
    "stop_run",
    "store_themes",
    "undo_edit",
]
