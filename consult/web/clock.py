"""The one clock that views read; tests and the demo install their own."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, current_app

from consult.kernel.clock import Clock


def install_clock(app: Flask, clock: Clock) -> None:
    """Make this app tell the time by ``clock``."""
    app.extensions["consult_clock"] = clock


def now() -> datetime:
    """Return the current moment in UTC, as this app's clock has it."""
    clock: Clock = current_app.extensions["consult_clock"]
    return clock.now()
