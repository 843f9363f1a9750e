"""The reader/1 module: the sentences that answer, verbatim and cited, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass

from orchestra.spec import Context, Cost, Declined, Evidence, ReadRequest, Reply
from orchestra_modules.quoter.candidates import VIEWS, Candidate, candidates
from orchestra_modules.quoter.confidence import CONFLICT, ENOUGH_SHARE, near, shares, strength, there
from orchestra_modules.quoter.conflict import conflict
from orchestra_modules.quoter.question import Question, asks_for_making, parse
from orchestra_modules.quoter.quote import Stretch, citation, stretches
from orchestra_modules.quoter.short import short_answer, verdict

_COMPARISON = 2  # FLOPs of one weighed comparison of words
_EACH = 12  # comparisons of a term with a sentence and what is beside it, at most
_USUAL_SENTENCES, _MOST_SENTENCES = 60, 2500  # of ten passages, when none are there yet
_COMPARED = 4  # of the strongest sentences are held against what the question takes as given
_MEANING, _COVERAGE = VIEWS.index("meaning"), VIEWS.index("coverage")
_EXCERPT = 200  # characters of what was found, in a decline


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """A question's sentences, strongest first, each with its share of the odds, and what speaks against the first."""

    question: Question
    order: list[tuple[Candidate, float]]
    against: str
    contradicted: frozenset[str]  # sentences that contradict the question
    nearest: float
    there: float

    def best(self, most: int) -> list[Candidate]:
        """The sentences to quote: as many as it takes to have most of the odds."""
        chosen, held = list[Candidate](), 0.0
        for candidate, share in self.order[:most]:
            if held >= ENOUGH_SHARE:
                break
            chosen.append(candidate)
            held += share
        return chosen

    def share(self, quoted: list[Stretch]) -> float:
        """What part of the odds is quoted; the ways to do one thing do not speak against each other."""
        held = sum(
            share
            for candidate, share in self.order
            if any(stretch.holds(candidate) for stretch in quoted) or (self.question.open and candidate.says_all)
        )
        return min(held, 1.0)


class Quoter:
    """Quotes; never writes a word of its own, but for the yes or no that a quote states.

    A reply leads with the short answer, taken out of the quote, where the question's type shows what it looks like.
    """

    def __init__(self, floor: float = 0.2, sentences: int = 2) -> None:
        self._floor = floor
        self._sentences = max(1, sentences)

    def run(self, request: ReadRequest, context: Context) -> Reply | Declined:
        """Quote the sentences that answer, with the probability that they do."""
        if asks_for_making(request.query):
            context.charge(0, "modelled")
            return Declined(reason="this asks for something to be written, not for what documents say")
        question = parse(request.query)
        read = [rank(part, request.evidence) for part in question.parts()]
        context.charge(sum(compared for _, compared in read) * _COMPARISON, "modelled")
        rankings = [ranking for ranking, _ in read]
        if not any(passage.text.strip() for passage in request.evidence.passages):
            return Declined(reason="there is no passage to quote from")
        if not question.terms:
            return Declined(reason="the question has no word to look for")
        if not all(ranking.order for ranking in rankings):
            return Declined(reason="the passages repeat the question and do not answer it")
        each = max(1, self._sentences // len(rankings))
        quoted = stretches(candidate for ranking in rankings for candidate in ranking.best(each))
        sure = min(ranking.there * ranking.share(quoted) for ranking in rankings)
        if sure < self._floor:
            return Declined(reason=_found_instead(rankings[0]))
        citations = tuple(
            citation(stretch, round(max(ranking.share([stretch]) for ranking in rankings), 4)) for stretch in quoted
        )
        first = rankings[0].order[0][0].text
        lead = "" if question.sides else verdict(question, first) or short_answer(question, first)
        text = "\n\n".join([*([lead] if lead else []), *(entry.text for entry in citations)])
        return Reply(text=text, citations=citations, confidence=round(sure, 4))

    def estimate(self, request: ReadRequest) -> Cost:
        """A bound from the size of the evidence, or of ten passages while there is none."""
        question = parse(request.query)
        passages = request.evidence.passages
        usual = sum(len(passage.sentences) or len(passage.text) // 100 for passage in passages) or _USUAL_SENTENCES
        most = sum(max(len(passage.sentences), len(passage.text)) for passage in passages) or _MOST_SENTENCES
        each = len(question.parts()) * _EACH * len(question.terms) * _COMPARISON
        return Cost(expected=each * min(usual, most), upper=each * most)


def rank(question: Question, evidence: Evidence) -> tuple[Ranking, int]:
    """Every sentence once, strongest first, and the comparisons made.

    A text in several places counts where it stands best, an echo of the question nowhere.
    """
    found, compared = candidates(question, evidence)
    order = sorted(((candidate, strength(candidate.views)) for candidate in found), key=lambda entry: -entry[1])
    seen = dict[str, tuple[Candidate, float]]()
    for candidate, score in order:
        if not question.echoed(candidate.text):
            seen.setdefault(candidate.text, (candidate, score))
    kept = list(seen.values())
    against = dict[str, str]()
    everything = " ".join(f"{passage.title} {passage.text}" for passage in evidence.passages)
    for place, (candidate, score) in enumerate(kept[:_COMPARED]):
        around = f"{candidate.passage.title} {candidate.passage.text}"
        against[candidate.text] = conflict(question, candidate.text, around, everything)
        kept[place] = candidate, score - CONFLICT * bool(against[candidate.text])
    strongest = kept[0][0] if kept else None
    kept.sort(key=lambda entry: -entry[1])
    parts = zip(kept, shares([score for _, score in kept]), strict=True)
    objection = against.get(kept[0][0].text, "") if kept else ""
    # What speaks against the strongest sentence speaks against one that comes forward by its fall and says no more.
    if strongest and kept[0][0].views[_COVERAGE] <= strongest.views[_COVERAGE]:
        objection = objection or against[strongest.text]
    meaning = max((candidate.views[_MEANING] for candidate, _ in kept), default=0.0)
    nearest = near(meaning, kept[0][0].views[_COVERAGE] if kept else 0.0)
    ranking = Ranking(
        question=question,
        order=[(candidate, share) for (candidate, _), share in parts],
        against=objection,
        contradicted=frozenset(text for text, said in against.items() if said),
        nearest=nearest,
        there=there(nearest, conflict=bool(objection)),
    )
    return ranking, compared


def _found_instead(ranking: Ranking) -> str:
    best = ranking.order[0][0]
    name = best.passage.title or best.passage.document_id
    excerpt = " ".join(best.text.split())
    if len(excerpt) > _EXCERPT:
        excerpt = excerpt[:_EXCERPT].rsplit(" ", 1)[0] + " ..."
    but = f", but {ranking.against}" if ranking.against else ""
    return f"the passages do not seem to hold the answer; the nearest, in {name!r}: \u201c{excerpt}\u201d{but}"
