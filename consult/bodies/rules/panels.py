"""Where a panel drawn by lot stands, and what became of those in its pool."""

from enum import StrEnum

from consult.kernel.states import Machine


class PanelState(StrEnum):
    """Where a citizens' panel stands."""

    COLLECTING = "collecting"
    POOL_FIXED = "pool_fixed"
    DRAWN = "drawn"
    FINISHED = "finished"


PANELS: Machine[PanelState] = Machine(
    PanelState,
    first=PanelState.COLLECTING,
    arrows={
        "fix_pool": ((PanelState.COLLECTING,), PanelState.POOL_FIXED),
        "draw": ((PanelState.POOL_FIXED,), PanelState.DRAWN),
        "finish": ((PanelState.DRAWN,), PanelState.FINISHED),
    },
)


class PoolState(StrEnum):
    """What became of someone in a pool."""

    WAITING = "waiting"
    CHOSEN = "chosen"
    LEFT = "left"
