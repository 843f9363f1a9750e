"""The reader: verbatim quotes with citations into the source, and an honest no."""

from __future__ import annotations

import pytest
from orchestra_modules.quoter import Quoter

from orchestra.spec import Declined, Evidence, Passage, ReadRequest, Reply, Span
from orchestra.testing import FakeContext

BRIDGE = (
    "The old bridge crosses the river at Amberg. It was built by Johanna Reiter in 1874 and cost 12,000 crowns. "
    "A flood damaged its northern pillar. The town repaired it because the mill depended on it."
)
MUSEUM = "The museum opens at nine. Entry is free for children. Its oldest painting shows a harbour."
STEPS = (
    "To reset the device, run `device reset` as an administrator:\n\n```\ndevice reset --all\n```\n\n"
    "A reset takes a minute."
)


def passage(text: str, title: str, score: float, start: int = 0, line: int = 1) -> Passage:
    """A passage as a foreign retriever would give it: no sentences, a score of its own scale."""
    span = Span(start=start, end=start + len(text), line=line)
    return Passage(document_id=f"{title}.md", source=f"/d/{title}.md", text=text, span=span, score=score, title=title)


EVIDENCE = Evidence(
    passages=(
        passage(BRIDGE, "Bridge", 9.0, start=40, line=5),
        passage(STEPS, "Device", 4.0),
        passage(MUSEUM, "Museum", 3.0),
    )
)


def ask(query: str, evidence: Evidence = EVIDENCE, **options: float) -> Reply | Declined:
    """Ask the reader, letting it answer however unsure it is unless told otherwise."""
    return Quoter(**{"floor": 0.0, **options}).run(ReadRequest(query=query, evidence=evidence), FakeContext())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("Who built the old bridge?", "Johanna Reiter"),
        ("When was the bridge at Amberg built?", "1874"),
        ("How much did the bridge cost?", "12,000 crowns"),
        ("Why did the town repair the bridge?", "the mill depended on it"),
        ("What does the oldest painting in the museum show?", "harbour"),
        ("When does the museum open?", "nine"),
    ],
)
def test_the_quote_holds_the_answer_and_stands_in_the_source(query: str, answer: str) -> None:
    """Each citation is a stretch of its passage, at the offsets it names."""
    reply = ask(query)
    assert isinstance(reply, Reply)
    assert answer in reply.text
    for citation in reply.citations:
        origin = next(entry for entry in EVIDENCE.passages if entry.document_id == citation.document_id)
        left = citation.span.start - origin.span.start
        assert citation.text == origin.text[left : left + len(citation.text)]
        assert citation.span.end - citation.span.start == len(citation.text)
        assert (citation.source, citation.title) == (origin.source, origin.title)
    assert reply.text == "\n\n".join(citation.text for citation in reply.citations)


def test_instructions_are_quoted_with_their_code() -> None:
    """A how-to question gets the sentence that says how, and the block under it, with the line it begins on."""
    evidence = Evidence(passages=(passage(STEPS, "Device", 4.0), passage(MUSEUM, "Museum", 3.0)))
    reply = ask("How do I reset the device?", evidence, sentences=1)
    assert isinstance(reply, Reply)
    assert reply.text.startswith("To reset the device, run `device reset`")
    assert reply.text.endswith("device reset --all\n```")
    assert reply.confidence is not None
    assert reply.confidence >= 0.7


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    """So that "it" has something to stand for, and the line is that of the quote's first sentence."""
    evidence = Evidence(passages=(passage("The tower stands in Ulm.\nIt was finished in 1890.", "Ulm", 1.0, line=3),))
    reply = ask("When was the tower finished?", evidence, sentences=1)
    assert isinstance(reply, Reply)
    assert reply.text == "The tower stands in Ulm.\nIt was finished in 1890."
    assert reply.citations[0].span.line == 3


@pytest.mark.parametrize(
    "query",
    [
        "Who painted the ceiling of the cathedral in Seville?",
        "What is the capital of France?",
        "Will it rain tomorrow?",
    ],
)
def test_what_the_passages_do_not_hold_is_declined(query: str) -> None:
    """With the nearest passage named, at the default floor or under the runtime's threshold."""
    reply = Quoter().run(ReadRequest(query=query, evidence=EVIDENCE), FakeContext())
    assert isinstance(reply, Declined) or (reply.confidence or 0.0) < 0.5


@pytest.mark.parametrize(
    "query", ["Write a poem about the old bridge", "please translate the museum's rules", "Implement a stack in Python"]
)
def test_what_is_to_be_made_is_declined(query: str) -> None:
    """No document can answer it, whatever the passages hold."""
    assert isinstance(ask(query), Declined)


def test_the_question_itself_is_no_answer() -> None:
    """A manual that shows the question as an example does not answer it."""
    evidence = Evidence(passages=(passage('Try `ask "What is the capital of France?"` now.', "Manual", 1.0),))
    assert isinstance(ask("What is the capital of France?", evidence), Declined)


def test_without_passages_or_words_it_declines() -> None:
    """There is nothing to quote, or nothing to look for."""
    assert isinstance(ask("Who built it?", Evidence()), Declined)
    assert isinstance(ask("what is it?"), Declined)


def test_confidence_falls_when_a_name_of_the_question_is_missing() -> None:
    """An answer about another place is less likely to be the answer."""
    right, wrong = ask("Who built the bridge at Amberg?"), ask("Who built the bridge at Toledo?")
    assert isinstance(right, Reply)
    assert isinstance(wrong, Reply)
    assert (right.confidence or 0.0) > (wrong.confidence or 0.0) + 0.05


def test_it_charges_what_it_compares_within_its_quote() -> None:
    """A small modelled charge, inside the bounds."""
    request = ReadRequest(query="Who built the old bridge?", evidence=EVIDENCE)
    context = FakeContext()
    quoter = Quoter()
    quoter.run(request, context)
    quote = quoter.estimate(request)
    assert [method for _, method in context.charges] == ["modelled"]
    assert quote.upper is not None
    assert 0 < context.charged <= quote.upper
