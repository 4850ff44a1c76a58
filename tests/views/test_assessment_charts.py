"""Labels of the line chart of the assessment page: none hides another, none is cut."""

from fractions import Fraction

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.evaluation.period_text import read_period
from console.evaluation.periods import run_up
from console.viewmodels.assessment_columns import Shows
from console.viewmodels.assessment_lines import LinePoint
from console.views.assessment.charts import LineChart
from console.views.look import Look


def points(known: int, own: int, middle: int) -> tuple[LinePoint, ...]:
    """Twelve months; figures for the last `known` of them alone."""
    return tuple(
        LinePoint(
            period=period,
            own=Fraction(own) if at >= 12 - known else None,
            low=Fraction(0) if at >= 12 - known else None,
            middle=Fraction(middle) if at >= 12 - known else None,
            high=Fraction(100) if at >= 12 - known else None,
        )
        for at, period in enumerate(run_up(read_period("2026-10"), 12))
    )


@pytest.mark.parametrize("known", [3, 12])
@pytest.mark.parametrize(("own", "middle"), [(95, 80), (1, 40), (50, 50), (100, 100), (0, 0)])
def test_the_last_value_is_whole_and_hides_no_other_label(
    qtbot: QtBot, known: int, own: int, middle: int
) -> None:
    chart = LineChart(Look.of("light", "zh"))
    qtbot.addWidget(chart)
    chart.resize(440, 190)
    chart.show()
    chart.show_line(points(known, own, middle), Shows.POINTS)
    QApplication.processEvents()
    labels = [one for one in chart.getPlotItem().items if isinstance(one, pg.TextItem)]
    places: dict[str, QRectF] = {
        one.toPlainText(): one.mapRectToScene(one.boundingRect()) for one in labels
    }
    value = places.pop(f"{own:.2f}")
    assert len(places) == 2
    frame = chart.getPlotItem().vb.sceneBoundingRect()
    assert value.center().y() > frame.top()
    assert value.bottom() <= frame.bottom()
    if known == 3:
        assert not any(value.intersects(one) for one in places.values())
