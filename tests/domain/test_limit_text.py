"""What people write into 处置时限, and what must never be guessed from it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.finding import Finding
from console.domain.limit_text import BareUnits, LimitReading, parse, write, write_limit
from console.domain.place import AreaLevel
from console.domain.timelimit import LimitStep, LimitUnit, StepLimit, TimeLimit

WORK_HOUR, WORK_DAY = LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY
HOUR, DAY, MINUTE = LimitUnit.HOUR, LimitUnit.DAY, LimitUnit.MINUTE


def read(text: str, bare: BareUnits = BareUnits.CONTINUOUS) -> LimitReading:
    reading = parse(text, bare=bare)
    assert isinstance(reading, LimitReading), reading
    return reading


def codes(reading: LimitReading) -> list[str]:
    return [one.code for one in reading.notices]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2紧急工作时", 2, HOUR),
        ("1紧急工作日\n", 1, DAY),
        ("5个工作日", 5, WORK_DAY),
        ("４工作时", 4, WORK_HOUR),
        (" 2 个 工作 小时 \r\n", 2, WORK_HOUR),
        ("30分钟", 30, MINUTE),
        ("3自然日", 3, DAY),
        ("十五个工作日", 15, WORK_DAY),
        ("两工作日", 2, WORK_DAY),
        ("二十工作日", 20, WORK_DAY),
        ("一百零五工作日", 105, WORK_DAY),
        ("一百二十工作时", 120, WORK_HOUR),
        ("2工作日内", 2, WORK_DAY),
        ("处置时限：2工作日以内。", 2, WORK_DAY),
        ("不超过3工作日", 3, WORK_DAY),
        ("(2工作日)", 2, WORK_DAY),
        ("1.5工作时", Decimal("1.5"), WORK_HOUR),
        ("0.5工作日", Decimal("0.5"), WORK_DAY),
    ],
)
def test_a_limit_in_full_words_is_read_without_remark(
    text: str, value: int | Decimal, unit: LimitUnit
) -> None:
    assert read(text) == LimitReading(limit=TimeLimit(value, unit))


@pytest.mark.parametrize(
    ("text", "continuous", "work_time"),
    [
        ("4小时", TimeLimit(4, HOUR), TimeLimit(4, WORK_HOUR)),
        ("2天", TimeLimit(2, DAY), TimeLimit(2, WORK_DAY)),
        ("3日", TimeLimit(3, DAY), TimeLimit(3, WORK_DAY)),
        ("1h", TimeLimit(1, HOUR), TimeLimit(1, WORK_HOUR)),
    ],
)
def test_bare_units_follow_the_setting_and_are_reported(
    text: str, continuous: TimeLimit, work_time: TimeLimit
) -> None:
    for bare, limit in ((BareUnits.CONTINUOUS, continuous), (BareUnits.WORK_TIME, work_time)):
        reading = read(text, bare)
        assert reading.limit == limit
        assert codes(reading) == ["limit.bare_unit"]
        assert reading.notices[0].facts["reading"] == write_limit(limit)


def test_words_behind_a_limit_are_kept_and_reported() -> None:
    reading = read("1紧急工作时制止")
    assert (reading.limit, reading.words) == (TimeLimit(1, HOUR), "制止")
    assert codes(reading) == ["limit.words_behind"]


def test_limits_by_area_level_are_read_in_either_naming() -> None:
    expected = (
        (AreaLevel.FIRST, TimeLimit(2, WORK_HOUR)),
        (AreaLevel.SECOND, TimeLimit(1, WORK_DAY)),
        (AreaLevel.THIRD, TimeLimit(2, WORK_DAY)),
    )
    for text in (
        "A类2工作时/B类1工作日/C类2工作日",
        "一类区域：2工作时\n三类区域：2工作日\n二类区域：1工作日",
    ):
        reading = read(text)
        assert reading.limit is None
        assert reading.by_area == expected


def test_successive_limits_are_read_if_each_names_its_step() -> None:
    expected = (
        StepLimit(TimeLimit(4, WORK_HOUR), LimitStep.STOP),
        StepLimit(TimeLimit(7, WORK_DAY), LimitStep.PENALTY),
        StepLimit(TimeLimit(20, WORK_DAY), LimitStep.DEMOLITION),
    )
    for text in (
        "停工4工作时/处罚7工作日/拆除20工作日",
        "1.停工4工作时；2.处罚7工作日；3.拆除20工作日",
    ):
        reading = read(text)
        assert reading.steps == expected
        assert reading.limit == TimeLimit(4, WORK_HOUR)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "limit.empty"),
        (" \n　", "limit.empty"),
        ("4", "limit.no_unit"),
        ("立即", "limit.no_number"),
        ("工作日", "limit.no_number"),
        ("2周", "limit.unknown_unit"),
        ("几个工作日", "limit.no_number"),
        ("半天", "limit.half"),
        ("一个半小时", "limit.half"),
        ("1-2工作日", "limit.range"),
        ("1～2天", "limit.range"),
        ("二至三个工作日", "limit.range"),
        ("1天或2天", "limit.range"),
        ("4小时/1工作日", "limit.several"),
        ("夏季2工作日/冬季4工作日", "limit.several"),
        ("停工4工作时/处罚7工作日/停工1工作日", "limit.several"),
        ("A类2工作时/A类1工作日", "limit.several"),
        ("夜间4小时", "limit.words_before"),
        ("-2工作日", "limit.words_before"),
        ("1.2.3工作日", "limit.words_before"),
        ("0工作日", "limit.number"),
        ("0.00001分钟", "limit.number"),
        ("十百工作日", "limit.number"),
        ("一百五工作日", "limit.number"),
        ("一二工作日", "limit.number"),
        ("99999工作日", "limit.too_long"),
    ],
)
def test_what_is_not_clear_is_a_finding(text: str, code: str) -> None:
    answer = parse(text)
    assert isinstance(answer, Finding)
    assert answer.code == code


LIMITS = st.builds(TimeLimit, st.integers(1, 9_999), st.sampled_from(LimitUnit))


@given(limit=LIMITS, words=st.sampled_from(["", "制止", "（雨天除外）"]))
def test_a_written_limit_reads_back_as_itself(limit: TimeLimit, words: str) -> None:
    reading = read(write(LimitReading(limit=limit, words=words)))
    assert (reading.limit, reading.words) == (
        limit,
        "".join(words).translate({0xFF08: "(", 0xFF09: ")"}),
    )


@given(st.dictionaries(st.sampled_from(AreaLevel), LIMITS, min_size=1))
def test_written_limits_by_area_read_back_as_themselves(limits: dict[AreaLevel, TimeLimit]) -> None:
    written = LimitReading(limit=None, by_area=tuple(sorted(limits.items())))
    assert read(write(written)) == written


@given(
    st.lists(st.tuples(LIMITS, st.sampled_from(LimitStep)), min_size=2, unique_by=lambda p: p[1])
)
def test_written_steps_read_back_as_themselves(pairs: list[tuple[TimeLimit, LimitStep]]) -> None:
    steps = tuple(StepLimit(limit, step) for limit, step in pairs)
    written = LimitReading(limit=steps[0].limit, steps=steps)
    assert read(write(written)) == written


def test_nothing_is_written_for_no_limit() -> None:
    assert write(LimitReading(limit=None)) == ""
    assert write_limit(TimeLimit(Decimal("10.0"), WORK_DAY)) == "10工作日"


@given(st.text(alphabet="0123456789一二十百半个工作紧急时日天小分钟~-/A类停工制止 \n", max_size=30))
def test_any_text_gives_a_reading_or_a_finding_and_what_is_read_can_be_written(text: str) -> None:
    answer = parse(text)
    if isinstance(answer, Finding):
        assert answer.code.startswith("limit.")
        return
    again = parse(write(answer))
    assert isinstance(again, LimitReading)
    assert (again.limit, again.by_area, again.steps, again.words) == (
        answer.limit,
        answer.by_area,
        answer.steps,
        answer.words,
    )
