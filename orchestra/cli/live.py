"""Shows the events of one query as they come: the route, what is tried, text that arrives, and the bill.

Text belongs to its step. A person sees it as it comes and is told when its step was not accepted; a program reading
standard output gets the final answer alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from orchestra.cli import render
from orchestra.cli.terminal import Screen, aside, table

if TYPE_CHECKING:
    from orchestra.spec import Answer, Decision, Event
    from orchestra.streams import Stream

STOPPED = "[stopped]"


class Live:
    """The display of one query; `budget` is its limit in FLOPs."""

    def __init__(self, screen: Screen, budget: int | None) -> None:
        self.decision: Decision | None = None
        self.spent = 0
        self._screen = screen
        self._budget = budget
        self._routed = False
        self._step = ""
        self._shown = ""
        self._pending = ""

    @property
    def partial(self) -> str:
        """The text that has arrived of the latest step."""
        return self._shown

    def show(self, event: Event) -> None:
        """Show one event; those of a type not known here are skipped."""
        match event.type:
            case "decision":
                self.decision = event.decision
                self._screen.note(render.route(event.decision, self._budget, self.spent))
                self._routed = True
            case "step_started":
                self._begin(event.step)
                if not self._routed:
                    quote, left = render.gflop(event.quote.expected), render.left(self._budget, self.spent)
                    self._screen.note(f"→ {event.instance} ({event.role}) · est {quote} GFLOP · left {left}")
                self._routed = True
                self._screen.status(f"{event.instance} …")
            case "progress":
                self._screen.status(f"{event.instance}: {event.message}{percent(event.fraction)}")
            case "text" if event.channel == "answer":
                self._text(event.step, event.text)
            case "text":
                self._screen.status(f"{event.instance}: thinking …")
            case "charge":
                self.spent += event.charge.flops
            case "warning":
                self._screen.note(f"  {event.message}{f' ({event.hint})' if event.hint else ''}")
            case "step_ended" if event.outcome != "accepted":
                self._reject(event.instance, event.outcome, event.reason)
            case _:
                pass

    def stopped(self, answer: Answer) -> Answer:
        """The answer to someone who interrupted its display: as if it had been cancelled, unless all of it was seen.

        A query may be over while its text is still being shown. Its own text stays in the answer.
        """
        if answer.finish not in ("complete", "budget") or not answer.text or self._told(answer):
            return answer
        return answer.model_copy(update={"finish": "cancelled"})

    def finish(self, answer: Answer) -> None:
        """Show the answer, unless a person has read it as it came."""
        self._screen.status("")
        if answer.finish == "complete":
            self._settle()
        told = self._told(answer)
        if answer.finish in ("complete", "budget") and answer.text and not told:
            self._settle(shown_only=True)
            self._screen.line(answer.text)
        elif answer.finish == "cancelled" and self._screen.live and self._shown:
            self._screen.text(f" {STOPPED}")
        elif not told:
            self._settle(shown_only=True)
        self._screen.end_line()

    def _told(self, answer: Answer) -> bool:
        """Whether a person has read the answer as it came."""
        return self._screen.live and bool(self._shown.strip()) and self._shown.strip() == answer.text.strip()

    def _begin(self, step: str) -> None:
        self._settle()
        self._step, self._shown = step, ""

    def _text(self, step: str, piece: str) -> None:
        if step != self._step:
            self._begin(step)
        if self._screen.live:
            self._screen.text(piece)
        self._shown += piece  # after it was shown, for an interrupt may come in between

    def _reject(self, instance: str, outcome: str, reason: str) -> None:
        # Not said at once: whether the text stays as the best there is, and whether the answer itself says why there
        # is none, turns out with what comes next.
        self._pending = f"{instance}: {outcome}{f', {render.quote(reason)}' if reason else ''}"
        self._routed = False

    def _settle(self, *, shown_only: bool = False) -> None:
        """Say of the latest step that it was not accepted; with `shown_only`, when its text has been seen."""
        pending, self._pending = self._pending, ""
        if pending and self._screen.live and self._shown:
            # At the end the reason stands in what follows.
            self._screen.say(f"  the text above is not the answer{'' if shown_only else f' ({pending})'}")
        elif pending and not shown_only:
            self._screen.note(f"  {pending}")


def watch(stream: Stream, show: Callable[[Event], None]) -> tuple[Answer, bool]:
    """Show events until the answer; give it, and whether an interrupt cut the showing short.

    An interrupt cancels the query, unless that had ended already; what it had spent stays charged.
    """
    try:
        with aside(), stream:
            for event in stream:
                show(event)
    except KeyboardInterrupt:
        stream.close()  # another interrupt may have cut the closing short
        return stream.answer, True
    return stream.answer, False


def percent(fraction: float | None) -> str:
    """How far something is, where that is known."""
    return "" if fraction is None else f" {fraction:.0%}"


def after(screen: Screen, answer: Answer, budget: int | None, *, verbose: bool = False, steps: bool = False) -> None:
    """What follows an answer: steps, sources, why there is none, and the bill."""
    if steps or verbose:
        for line in render.steps(answer):
            screen.say(line)
    if answer.finish == "complete":
        for line in render.evidence(answer.evidence):
            screen.note(line)
    elif answer.finish != "cancelled":
        explain(screen, answer)
    screen.note(render.bill(answer, budget))
    if verbose:
        for line in table(render.charges(answer.usage.charges)):
            screen.note(line)


def explain(screen: Screen, answer: Answer) -> None:
    """Why there is no answer, or no whole one, and what would help."""
    says = {"declined": "declined", "budget": "out of budget", "error": "failed"}.get(answer.finish, answer.finish)
    if render.cut_short(answer):
        says = "not whole"
    error = answer.error
    screen.say(f"orchestra: {says}: {error.message if error else 'no reason was given'}")
    if error and error.hint:
        screen.say(f"hint: {error.hint}")
    if answer.evidence:
        screen.note("closest:")
        for line in render.evidence(answer.evidence):
            screen.note(line)
