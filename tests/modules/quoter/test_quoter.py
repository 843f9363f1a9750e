"""The reader: verbatim quotes with citations into the source, and an honest no."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.quoter import Quoter

from orchestra.spec import Declined, Evidence, Passage, ReadRequest, Reply, Sentence, Span
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
    assert reply.text.endswith("\n\n".join(citation.text for citation in reply.citations))


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


@pytest.mark.parametrize(
    ("query", "lead"),
    [
        ("Who built the old bridge?", "Johanna Reiter"),
        ("When was the bridge at Amberg built?", "1874"),
        ("How much did the bridge cost?", "12,000 crowns"),
        ("Where does the old bridge cross the river?", "Amberg"),
    ],
)
def test_the_text_leads_with_the_short_answer(query: str, lead: str) -> None:
    """Who, when, how much and where have one; the citations hold none of it twice."""
    reply = ask(query)
    assert isinstance(reply, Reply)
    assert reply.text.split("\n\n")[0] == lead
    assert all(len(citation.text) > len(lead) for citation in reply.citations)


def test_a_comparison_quotes_both_sides() -> None:
    """From two documents, each side as sure as it would be alone."""
    evidence = Evidence(
        passages=(
            passage("Bats sleep by day. Bats are mammals and bear live young.", "Bats", 2.0),
            passage("Owls lay eggs in hollow trees. Many farmers like them.", "Owls", 1.0),
        )
    )
    for query in ("Compare bats and owls", "What is the difference between bats and owls?", "bats vs owls"):
        reply = ask(query, evidence)
        assert isinstance(reply, Reply)
        assert {citation.document_id for citation in reply.citations} == {"Bats.md", "Owls.md"}
        assert (reply.confidence or 0.0) >= 0.7


def test_a_comparison_with_one_side_missing_is_not_sure() -> None:
    """What says nothing of the other side does not compare."""
    evidence = Evidence(passages=(passage("Bats sleep by day. Bats are mammals.", "Bats", 2.0),))
    reply = ask("Compare bats and submarines", evidence)
    assert isinstance(reply, Declined) or (reply.confidence or 0.0) < 0.5


@pytest.mark.parametrize(
    ("query", "lead"),
    [
        ("Is it true that bats are mammals?", "Yes"),
        ("Is a bat a bird?", "No"),
        ("Are bats blind?", None),
        ("Are owls birds?", None),
    ],
)
def test_a_verdict_is_given_only_where_it_is_stated(query: str, lead: str | None) -> None:
    """A hedged sentence, or one on something else, is quoted without one."""
    text = "Bats are mammals. A bat is not a bird. Many people think that bats are blind. Owls hunt at night."
    reply = ask(query, Evidence(passages=(passage(text, "Bats", 1.0),)))
    assert isinstance(reply, Reply)
    assert reply.text.split("\n\n")[0] in {lead or reply.citations[0].text}


def test_a_need_told_in_a_paragraph_is_answered_by_what_it_asks() -> None:
    """What surrounds the question neither hides the answer nor makes one."""
    query = (
        "I am preparing a walk for my cousins, who are fond of old engineering. We shall pass through Amberg.\n"
        "Can you tell me who built the old bridge there? Any help is welcome."
    )
    reply = ask(query)
    assert isinstance(reply, Reply)
    assert reply.text.startswith("Johanna Reiter")


@pytest.mark.parametrize("query", ["Johanna Reiter bridge", "museum opens"])
def test_keywords_find_their_sentence(query: str) -> None:
    """Without a question there is no type, and words do."""
    reply = ask(query, sentences=1)
    assert isinstance(reply, Reply)
    assert "built" in reply.text or "opens" in reply.text


@pytest.mark.parametrize(
    ("true", "misleading"),
    [
        ("When did the mine close in 1987?", "When did the mine close in 1990?"),
        ("Which city did Rome defeat?", "Which city did not fall to Rome?"),
        ("Who defeated Carthage?", "Who defeated Rome?"),
        ("Where does the salt of the northern mine go?", "Where does the salt of the southern mine go?"),
        ("What did Anna Weber sell?", "What did Paul Weber sell?"),
        ("How many workers did the 40 shafts have?", "How many workers did the 90 shafts have?"),
    ],
)
def test_a_question_that_assumes_otherwise_loses_confidence(true: str, misleading: str) -> None:
    """Another year, a negation, swapped roles, a contrary, another person, another number."""
    text = (
        "The mine closed in 1987 after a flood. Carthage was defeated by Rome. The salt of the northern mine goes to"
        " Lyon. Anna Weber sold the old machines. The 40 shafts had 900 workers."
    )
    evidence = Evidence(passages=(passage(text, "Mine", 1.0), passage(MUSEUM, "Museum", 0.5)))
    right, wrong = ask(true, evidence), ask(misleading, evidence)
    assert isinstance(right, Reply)
    unsure = wrong.confidence or 0.0 if isinstance(wrong, Reply) else 0.0
    assert (right.confidence or 0.0) > unsure + 0.2
    assert unsure < 0.7


def test_a_decline_says_what_was_found() -> None:
    """The nearest sentence with its document, and why it is not the answer."""
    evidence = Evidence(passages=(passage("The mine was closed in 1987.", "Mine", 1.0),))
    declined = ask("When was the mine closed in 1990?", evidence, floor=0.9)
    assert isinstance(declined, Declined)
    assert "'Mine'" in declined.reason
    assert "The mine was closed in 1987." in declined.reason
    assert "not of 1990" in declined.reason


def test_ways_to_do_one_thing_do_not_speak_against_each_other() -> None:
    """Three roads to a goal are one answer, not three doubts."""
    text = (
        "To add a user, run `user add`. To add a user from a file, use `user import`. To add a user in the browser,"
        " click Add. The weather was fine."
    )
    reply = ask("How do I add a user?", Evidence(passages=(passage(text, "Users", 1.0),)))
    assert isinstance(reply, Reply)
    assert (reply.confidence or 0.0) >= 0.7


def test_equal_rivals_share_their_confidence() -> None:
    """Two dates that fit alike make neither sure."""
    texts = ("The fair opened in 1901.", "The fair opened in 1957.")
    alone = ask("When did the fair open?", Evidence(passages=(passage(texts[0], "A", 1.0),)), sentences=1)
    both = Evidence(passages=tuple(passage(text, name, 1.0) for text, name in zip(texts, "AB", strict=True)))
    among = ask("When did the fair open?", both, sentences=1)
    assert isinstance(alone, Reply)
    assert isinstance(among, Reply)
    assert (among.confidence or 0.0) < 0.6 * (alone.confidence or 0.0)


_WORDS = st.sampled_from(
    [
        "Who",
        "when",
        "built",
        "the bridge",
        "in",
        "1874",
        "Amberg?",
        "not",
        "is",
        "a",
        "`run`",
        "/why",
        "```",
        "-",
        "1.",
        ":",
        "how",
        "many",
        "compare",
        "and",
        "vs.",
        "été",
        "東京",
        "\n",
        ".",
        "!",
    ]
)
_TEXTS = st.lists(_WORDS, max_size=30).map(" ".join) | st.text(max_size=60)


@st.composite
def _passages(draw: st.DrawFn) -> Passage:
    text, start = draw(_TEXTS), draw(st.integers(0, 50))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    sentences = tuple(
        Sentence(start=one, end=other, score=draw(st.floats(-1, 1))) for one, other in pairwise(cuts) if one < other
    )
    return Passage(
        document_id=draw(st.sampled_from("ab")),
        source="/d/x.md",
        text=text,
        span=Span(start=start, end=start + len(text), line=draw(st.none() | st.just(3))),
        score=draw(st.floats(-1e6, 1e6)),
        title=draw(st.sampled_from(["", "Bridge", "The same"])),
        sentences=sentences,
    )


@given(_TEXTS, st.lists(_passages(), max_size=4))
def test_any_evidence_gets_a_verbatim_quote_or_a_decline(query: str, passages: list[Passage]) -> None:
    """Whatever is asked of whatever was found: no error, true offsets, a probability, a charge within its quote."""
    evidence = Evidence(passages=tuple(passages))
    request, context = ReadRequest(query=query, evidence=evidence), FakeContext()
    quoter = Quoter(floor=0.0)
    result = quoter.run(request, context)
    upper = quoter.estimate(request).upper
    assert upper is not None
    assert context.charged <= upper
    if isinstance(result, Declined):
        assert result.reason
        return
    assert result.citations
    assert result.confidence is not None
    for citation in result.citations:
        left, right = citation.span.start, citation.span.end
        assert any(
            citation.text == origin.text[left - origin.span.start : right - origin.span.start]
            for origin in passages
            if origin.document_id == citation.document_id and left >= origin.span.start
        )
        assert citation.text in result.text


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
