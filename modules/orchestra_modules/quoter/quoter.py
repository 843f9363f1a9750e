"""The reader/1 module: the sentences that answer, verbatim and cited, or the reason why there are none."""

from __future__ import annotations

from orchestra.spec import Context, Cost, Declined, ReadRequest, Reply
from orchestra_modules.quoter.candidates import VIEWS, Candidate, candidates
from orchestra_modules.quoter.confidence import CLOSE, confidence, strength
from orchestra_modules.quoter.question import Question, asks_for_making, parse
from orchestra_modules.quoter.quote import citation, stretches

_COMPARISON = 2  # FLOPs of one weighed comparison of words
_USUAL_SENTENCES, _MOST_SENTENCES = 60, 2500  # of ten passages, when none are there yet


class Quoter:
    """Quotes; never writes a word of its own."""

    def __init__(self, floor: float = 0.2, sentences: int = 2) -> None:
        self._floor = floor
        self._sentences = max(1, sentences)

    def run(self, request: ReadRequest, context: Context) -> Reply | Declined:
        """Quote the sentences that answer, with the probability that they do."""
        if asks_for_making(request.query):
            context.charge(0, "modelled")
            return Declined(reason="this asks for something to be written, not for what documents say")
        question = parse(request.query)
        found, compared = candidates(question, request.evidence)
        context.charge(compared * _COMPARISON, "modelled")
        if not found:
            return Declined(reason="there is no passage to quote from")
        if not question.terms:
            return Declined(reason="the question has no word to look for")
        ranked = _ranked(question, found)
        if not ranked:
            return Declined(reason="the passages repeat the question and do not answer it")
        lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 0.0
        sure = confidence(ranked[0][1], lead)
        if sure < self._floor:
            best = ranked[0][0].passage
            return Declined(
                reason=f"the passages do not seem to hold the answer; the nearest is {best.title or best.document_id!r}"
            )
        chosen = [entry for entry in ranked[: self._sentences] if ranked[0][1] - entry[1] < CLOSE]
        citations = tuple(citation(stretch) for stretch in stretches(chosen))
        return Reply(
            text="\n\n".join(entry.text for entry in citations), citations=citations, confidence=round(sure, 4)
        )

    def estimate(self, request: ReadRequest) -> Cost:
        """A bound from the size of the evidence, or of ten passages while there is none."""
        terms = len(parse(request.query).terms)
        passages = request.evidence.passages
        usual = sum(len(passage.sentences) or len(passage.text) // 100 for passage in passages) or _USUAL_SENTENCES
        most = sum(max(len(passage.sentences), len(passage.text)) for passage in passages) or _MOST_SENTENCES
        each = len(VIEWS) * terms * _COMPARISON
        return Cost(expected=each * min(usual, most), upper=each * most)


def _ranked(question: Question, found: list[Candidate]) -> list[tuple[Candidate, float]]:
    """Every sentence once, strongest first; a text in several places counts where it stands best, an echo nowhere."""
    order = sorted(((candidate, strength(candidate.views)) for candidate in found), key=lambda entry: -entry[1])
    seen = dict[str, tuple[Candidate, float]]()
    for candidate, score in order:
        if not question.echoed(candidate.text):
            seen.setdefault(candidate.text, (candidate, score))
    return list(seen.values())
