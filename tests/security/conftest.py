"""The city, once for each file of this folder."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.journeys.city import Shown, built_city


@pytest.fixture(scope="module")
def city(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    with built_city(engine, tmp_path_factory.mktemp("city")) as shown:
        yield shown
