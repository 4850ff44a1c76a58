"""The columns of the list of publications."""

from __future__ import annotations

from PySide6.QtCore import QObject

from console.ports.publications import Head
from console.viewmodels.columns import Align, Column, Elide
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.publication_words import PublicationWords
from console.viewmodels.publications import short_print
from console.views.look import Look


def publication_table(words: PublicationWords, look: Look, parent: QObject) -> KeyedTable[Head]:
    """The table of all publications."""
    number: Column[Head] = Column(
        key="number", title="publications.col.number", value=lambda one: str(one.id), width=44,
        align=Align.RIGHT,
    )  # fmt: skip
    period: Column[Head] = Column(
        key="period", title="publications.col.period", value=words.period, width=116
    )
    objects: Column[Head] = Column(
        key="objects", title="publications.col.objects", value=words.objects, width=88
    )
    scheme: Column[Head] = Column(
        key="scheme", title="publications.col.scheme", value=words.scheme, width=208,
        hint=words.scheme, elide=Elide.MIDDLE,
    )  # fmt: skip
    cases: Column[Head] = Column(
        key="cases", title="publications.col.cases", width=64, align=Align.RIGHT,
        value=lambda one: look.formats.number(one.cases),
    )  # fmt: skip
    state: Column[Head] = Column(
        key="state", title="publications.col.state", value=words.state, width=148,
        strong=lambda one: one.published, tone=lambda one: "ink3" if one.withdrawn else "ink",
        hint=words.state,
    )  # fmt: skip
    print_: Column[Head] = Column(
        key="print", title="publications.col.print", width=160, elide=Elide.NEVER,
        value=lambda one: short_print(one.fingerprint), hint=lambda one: one.fingerprint,
    )  # fmt: skip
    signed: Column[Head] = Column(
        key="signed", title="publications.col.signed", value=words.signed, stretch=True,
        hint=words.signed,
    )  # fmt: skip
    columns = (number, period, objects, scheme, cases, state, print_, signed)
    return KeyedTable(columns, _number, look.wording.say, parent=parent)


def _number(head: Head) -> int:
    return head.id
