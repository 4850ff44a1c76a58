"""`ports.reading` in SQL, straight to rows; the questions themselves stand in `reading_*.py`."""

from db.reading_cases import CaseReading
from db.reading_city import CityReading
from db.reading_grids import GridReading
from db.reading_layers import LayerReading
from db.reading_places import PlaceReading
from db.reading_queues import QueueReading
from db.reading_search import SearchReading


class PostgresReading(
    QueueReading,
    CaseReading,
    SearchReading,
    PlaceReading,
    CityReading,
    GridReading,
    LayerReading,
):
    """Everything the screens may ask of one database; safe for several lanes at once."""
