"""The slash commands of a chat. Each takes the conversation and the rest of its line, and gives lines of text."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from orchestra.cli import asking, render
from orchestra.cli.terminal import table
from orchestra.cli.why import told

if TYPE_CHECKING:
    from orchestra.cli.conversation import Conversation

Run = Callable[["Conversation", str], Iterator[str]]


def answer(conversation: Conversation, line: str) -> list[str]:
    """What a line that begins with a slash gives; for an unknown one, the nearest there is."""
    name, _, rest = line.removeprefix("/").partition(" ")
    if name in COMMANDS:
        return list(COMMANDS[name][0](conversation, rest.strip()))
    near = difflib.get_close_matches(name, [*COMMANDS, "exit"], n=1)
    return [f"there is no command /{name}; {f'did you mean /{near[0]}?' if near else '/help lists them'}"]


def _help(conversation: Conversation, rest: str) -> Iterator[str]:
    rows = [(f"/{name}{takes}", what) for name, (_, takes, what) in COMMANDS.items()]
    rows += [("/exit", "end the conversation; so does Ctrl-D"), ("//text", "say a text that begins with a slash")]
    yield from table(rows)
    yield "Ctrl-C stops an answer and clears a line; Alt-Enter begins a new line; what is pasted is one message"


def _why(conversation: Conversation, rest: str) -> Iterator[str]:
    if conversation.decision is None:
        yield "nothing has been decided yet"
        return

    from orchestra.plan.policy import Policy

    orchestra = conversation.orchestra
    floor = orchestra.config.section("policy", Policy).floor
    yield from told(conversation.decision, orchestra.modules(), floor=floor, budget=conversation.budget.flops)
    last = conversation.answers[-1] if conversation.answers else None
    if last is not None and last.solution is not None:
        yield "how the solution came about"
        yield from render.steps(last)


def _cost(conversation: Conversation, rest: str) -> Iterator[str]:
    answers = conversation.answers
    if not answers:
        yield "nothing has been spent yet"
        return
    last = answers[-1].usage
    yield f"this turn: {last.flops:,} FLOP in {render.seconds(last.seconds)}"
    yield from table(render.charges(last.charges))
    flops, taken = sum(a.usage.flops for a in answers), sum(a.usage.seconds for a in answers)
    yield f"whole conversation, {len(answers)} turns: {flops:,} FLOP in {render.seconds(taken)}"
    yield from table(render.charges(charge for a in answers for charge in a.usage.charges))


def _budget(conversation: Conversation, rest: str) -> Iterator[str]:
    import argparse

    if rest:
        try:
            conversation.limit(asking.amount(rest))
        except argparse.ArgumentTypeError as error:
            yield str(error)
            return
    limit = conversation.budget
    flops = "unlimited" if limit.flops is None else f"{limit.flops:,} FLOP ({render.limit(limit.flops)})"
    time = "unlimited time" if limit.seconds is None else render.seconds(limit.seconds)
    yield f"each query: {flops}, {time}"


def _last(conversation: Conversation, rest: str) -> Iterator[str]:
    last = conversation.answers[-1] if conversation.answers else None
    yield last.text if last is not None and last.text else "there is no answer to show"


def _clear(conversation: Conversation, rest: str) -> Iterator[str]:
    conversation.clear()
    yield "a new conversation: nothing said before goes along with what you ask next"


def _modules(conversation: Conversation, rest: str) -> Iterator[str]:
    from orchestra.cli.modules import rows

    yield from rows(conversation.orchestra.modules())


#: name -> (what runs it, what it takes, what it does)
COMMANDS: dict[str, tuple[Run, str, str]] = {
    "help": (_help, "", "list the commands"),
    "clear": (_clear, "", "begin a new conversation: nothing said so far goes along any more"),
    "last": (_last, "", "show the last answer again, all of it"),
    "why": (_why, "", "why the last question went where it went, and what would have changed that"),
    "cost": (_cost, "", "what this turn and the whole conversation took, by module"),
    "budget": (_budget, " [FLOPS]", 'show or set the FLOPs of each query, such as 2e9 or "unlimited"'),
    "modules": (_modules, "", "list the modules"),
}
