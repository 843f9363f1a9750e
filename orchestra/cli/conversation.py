"""A conversation: its turns, limits and bills, and how one message is answered. Reads no keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestra.cli import asking
from orchestra.cli.live import STOPPED, Live, after, watch
from orchestra.cli.terminal import Screen

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra
    from orchestra.spec import Answer, Budget, Decision, Turn

#: What goes along with a query of what was said before it: the latest turns, as far as they fit.
_TURNS = 20
_CHARACTERS = 24_000


class Conversation:
    """One conversation with an Orchestra."""

    def __init__(
        self,
        orchestra: Orchestra,
        *,
        budget: Budget,
        indexes: Sequence[str] | None = None,
        modules: Sequence[str] | None = None,
        explain: bool = False,
    ) -> None:
        self.orchestra = orchestra
        self.budget = budget
        self.turns: list[Turn] = []
        self.answers: list[Answer] = []
        self.decision: Decision | None = None
        self._indexes = indexes
        self._modules = modules
        self._explain = explain

    def limit(self, flops: float | str) -> None:
        """Set the FLOPs of each query from now on. BudgetInvalid."""
        self.budget = asking.budget(self.orchestra, flops, self.budget.seconds or asking.UNLIMITED)

    def say(self, text: str, screen: Screen) -> None:
        """Answer a message. An interrupt stops the answer, keeps what there was of it, and goes no further up."""
        live = Live(screen, self.budget.flops)
        history = self.recent()
        if older := len(self.turns) - len(history):
            most = f"at most {_TURNS} turns of {_CHARACTERS:,} characters go along"
            screen.note(f"  the oldest {older} of {len(self.turns)} earlier turns are left out: {most}")
        stream = self.orchestra.stream(
            text,
            budget=self.budget,
            history=history,
            indexes=self._indexes,
            modules=self._modules,
            explain=self._explain,
        )
        answer, interrupted = watch(stream, live.show)
        if interrupted:
            answer = live.stopped(answer)
        self.decision = live.decision or self.decision
        self.answers.append(answer)
        live.finish(answer)
        kept = answer.text
        if answer.finish == "cancelled":
            kept = f"{live.partial.rstrip()} {STOPPED}" if live.partial.strip() else ""
            if kept and not screen.live:
                screen.line(kept)
            if answer.text:
                screen.say("the answer was whole already; /last shows all of it")
        self._remember(text, kept)
        after(screen, answer, self.budget.flops)

    def clear(self) -> None:
        """Begin a new conversation: nothing said so far goes along any more, and its bill is closed."""
        self.turns.clear()
        self.answers.clear()
        self.decision = None

    def recent(self) -> tuple[Turn, ...]:
        """The latest turns, as many as fit, beginning with a question."""
        kept: list[Turn] = []
        room = _CHARACTERS
        for turn in reversed(self.turns[-_TURNS:]):
            room -= len(turn.text)
            if room < 0:
                break
            kept.append(turn)
        if kept and kept[-1].role != "user":
            kept.pop()
        return tuple(reversed(kept))

    def _remember(self, question: str, answer: str) -> None:
        # Models expect question and answer in turn, so a question without an answer is left out.
        if answer:
            from orchestra.spec import Turn

            self.turns += [Turn(role="user", text=question), Turn(role="assistant", text=answer)]
