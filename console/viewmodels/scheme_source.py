"""Where the assessment page has its schemes from: the city's store, else the shipped files."""

from console.services.assessing_sources import Texts
from console.services.schemes import texts_in_force
from console.viewmodels.desk import Desk


def kept_texts(desk: Desk, shipped: Texts) -> Texts:
    """The versions that hold, as texts, read on a lane; `shipped` where no store keeps any."""
    schemes = desk.outside.schemes
    return shipped if schemes is None else lambda: texts_in_force(schemes)
