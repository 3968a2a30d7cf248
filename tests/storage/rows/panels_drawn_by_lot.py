"""A panel whose pool is open."""

from sqlalchemy.orm import Session

from consult.bodies.actions.panels import PanelValues, set_quotas, set_up_panel
from consult.bodies.lottery import Quota
from consult.bodies.models import PoolMember
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    values = PanelValues(name="Meals", purpose="What to eat", n_seats=3, invited="", seed_source="The dice")
    panel = set_up_panel(session, values=values, by="system", now=NOW)
    quota = Quota(category="Area", value="North", least=1, most=3, population=10)
    set_quotas(session, panel=panel, quotas=[quota], by="system", now=NOW)
    session.add(PoolMember(panel_id=panel.id, number=1, name="Ann", traits={"Area": "North"}))
