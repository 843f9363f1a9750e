"""`orc.indexes` from Python: changes, looks and mistakes, with a retriever that keeps names in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from orchestra import Orchestra
from orchestra.spec import (
    Changes,
    ConfigError,
    Context,
    Declined,
    IndexChange,
    Indexed,
    IndexReport,
    InputError,
    Progress,
    RetrieveRequest,
)
from tests.fakes import add, embed, manifest


class Memory:
    """Keeps the paths it is given; `answers` is what it says to the acts that stand by themselves."""

    answers: dict[str, Any]

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, ...]] = {}
        self.changes: list[IndexChange] = []

    def run(self, request: RetrieveRequest, context: Context) -> Declined:
        """Find nothing."""
        return Declined("found nothing")

    def indexed(self) -> tuple[IndexReport, ...]:
        """Every name with its paths."""
        return tuple(self.report(name) for name in self.kept)

    def report(self, name: str, **told: Any) -> IndexReport:
        """A name with its paths."""
        many = len(self.kept.get(name, ()))
        return IndexReport(name=name, documents=many, passages=many, stamp={"embedder": "fake"}, **told)

    def index(self, change: IndexChange, context: Context) -> Iterator[Progress | IndexReport | Declined]:
        """Do what is asked, after a word of progress."""
        self.changes.append(change)
        context.charge(0)
        yield Progress(message="at it")
        for act in ("update", "verify", "contents"):
            if getattr(change, act):
                told = self.answers.get(act)
                yield told if isinstance(told, Declined) else self.report(change.name, **{} if told is None else told)
                return
        self.kept[change.name] = (*self.kept.get(change.name, ()), *change.add)
        yield self.report(change.name, changes=Changes(added=len(change.add)))


@pytest.fixture
def memory(orc: Orchestra) -> Memory:
    """The retriever, registered, with one index `notes` of two paths."""
    made = Memory()
    made.answers = {}
    orc.register(manifest("memory", "retriever/1", capabilities={"indexes": True}), lambda: made)
    orc.indexes.create("notes", "a", "b")
    return made


def test_acts_reach_the_retriever_and_tell_progress(orc: Orchestra, memory: Memory) -> None:
    """Each as one IndexChange, and the report comes back with what it was asked for."""
    held = (Indexed(id="a", source="a"),)
    memory.answers = {
        "update": {"changes": Changes(changed=1)},
        "verify": {"faults": ("bent",)},
        "contents": {"contents": held},
    }
    told: list[Progress] = []
    assert orc.indexes.update("notes", tell=told.append).changes == Changes(changed=1)
    assert orc.indexes.verify("notes", tell=told.append).faults == ("bent",)
    assert orc.indexes.show("notes", documents=True).contents == held
    assert [event.message for event in told] == ["at it", "at it"]
    assert memory.changes[1:] == [
        IndexChange(name="notes", update=True),
        IndexChange(name="notes", verify=True),
        IndexChange(name="notes", contents=True),
    ]


def test_settings_go_with_an_addition(orc: Orchestra, memory: Memory) -> None:
    """As with a creation."""
    orc.indexes.add("notes", "c", settings={"id_field": "key"})
    assert memory.changes[-1] == IndexChange(name="notes", add=("c",), settings={"id_field": "key"})


def test_show_gives_one_index_without_asking_for_a_change(orc: Orchestra, memory: Memory) -> None:
    """And names the nearest where there is none of that name."""
    assert orc.indexes.show("notes").documents == 2
    assert len(memory.changes) == 1
    with pytest.raises(InputError, match="did you mean 'notes'"):
        orc.indexes.show("note")


@pytest.mark.parametrize("answer", [None, Declined("not today")])
def test_what_a_retriever_does_not_do_is_an_error_that_names_it(
    orc: Orchestra, memory: Memory, answer: Declined | None
) -> None:
    """Whether it has never heard of it, or says so."""
    memory.answers = dict.fromkeys(("update", "verify", "contents"), answer)
    for act in (orc.indexes.update, orc.indexes.verify, lambda name: orc.indexes.show(name, documents=True)):
        with pytest.raises(ConfigError, match="memory") as caught:
            act("notes")
        assert answer is None or "not today" in caught.value.message


def test_verify_compares_the_embedder_in_use(orc: Orchestra) -> None:
    """With the one the index was made by, where the retriever embeds."""
    made = Memory()
    made.answers = {"verify": {"faults": ()}}
    add(orc, "embedder", embed, kind="embedder/1")
    told = manifest("memory", "retriever/1", capabilities={"indexes": True}, uses=["embedder/1"])
    orc.register(told, lambda: made)
    orc.indexes.create("notes", "a")
    assert orc.indexes.verify("notes").faults == (
        "it was made by the embedder fake, and the one in use is embedder/1.2.3",
    )


def test_a_change_that_asks_for_two_things_is_refused(orc: Orchestra, memory: Memory) -> None:
    """Before the retriever hears of it."""
    with pytest.raises(InputError, match="update, add at once"):
        orc.indexes.change(IndexChange(name="notes", update=True, add=("c",)))
    with pytest.raises(InputError, match="name of an index cannot be 3"):
        orc.indexes.update(3)  # type: ignore[arg-type]  # the mistake under test
    assert len(memory.changes) == 1
