"""What else stands on a delegate's page: each domain above gives a panel through `wiring.PANELS`."""

from collections.abc import Callable
from dataclasses import dataclass

from eventreg.registrations.models import Registration


@dataclass(frozen=True)
class Panel:
    """A heading, a sentence, what was stated (caption and value of each line) and a way on."""

    title: str
    text: str
    url: str
    label: str
    lines: tuple[tuple[str, str], ...] = ()


PanelMaker = Callable[[Registration], Panel | None]
_makers: list[PanelMaker] = []


def show_panels(makers: tuple[PanelMaker, ...]) -> None:
    """Replaces what makes panels (from `wiring.PANELS`)."""
    _makers[:] = makers


def panels_of(registration: Registration) -> list[Panel]:
    """The panels of this delegate's page, in the order of `wiring.PANELS`."""
    return [panel for maker in _makers if (panel := maker(registration))]
