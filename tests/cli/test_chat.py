"""`orchestra chat`: over a pipe in this process, and on a terminal in one of its own."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pexpect
import pytest

from orchestra.cli.commands import answer
from orchestra.cli.conversation import Conversation
from orchestra.cli.live import after
from orchestra.cli.main import main
from orchestra.cli.terminal import Screen
from orchestra.orchestra import Orchestra
from orchestra.spec import Answer, Answered, Budget, Cut, Event, Failure, Finish, Text, Turn

from .support import command, environment, interrupt

pytestmark = pytest.mark.usefixtures("scripted")

#: Holds a conversation over a pipe: exit code, standard output, standard error.
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Hold a conversation over a pipe."""

    def hold(*lines: str, argv: tuple[str, ...] = ()) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = main(["chat", "--module", "scripted", *argv])
        return code, *capsys.readouterr()

    return hold


@pytest.fixture
def terminal() -> Iterator[pexpect.spawn]:
    """A conversation on a terminal, at its first prompt."""
    program, *arguments = command("chat", "--module", "scripted")
    more = {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "100"}
    child = pexpect.spawn(program, arguments, env=environment(more), encoding="utf-8", timeout=60, dimensions=(40, 100))
    child.expect("ends")
    child.expect(">")
    yield child
    child.close(force=True)


# --- over a pipe --------------------------------------------------------------------------------------------------


def test_each_line_is_a_message_and_stdout_holds_answers_alone(say: Say) -> None:
    """The end of input ends the conversation with 0."""
    code, out, err = say("one", "", "two")

    assert (code, out) == (0, "you said: one\nyou said: two\n")
    assert err.count("→ scripted (") == 2
    assert err.count("= not verified") == 2


def test_what_was_said_goes_along_as_turns(say: Say) -> None:
    """Questions with an answer are remembered; one that failed leaves nothing behind."""
    assert say("one", "fail", "turns")[1].splitlines()[-1] == "user: one | assistant: you said: one"


@pytest.mark.parametrize("end", ["/exit", "/quit", " /exit "])
def test_exit_ends_the_conversation(end: str, say: Say) -> None:
    """What follows is not read."""
    assert say("one", end, "two")[:2] == (0, "you said: one\n")


def test_two_slashes_say_a_text_with_one(say: Say) -> None:
    """A message may begin with a slash."""
    assert say("//help me")[1] == "you said: /help me\n"


def test_unknown_command_names_the_nearest(say: Say) -> None:
    """Nothing is asked of a module."""
    code, out, err = say("/bugdet", "/xyzzy")

    assert (code, out) == (0, "")
    assert "did you mean /budget?" in err
    assert "there is no command /xyzzy; /help lists them" in err


def test_help_lists_every_command(say: Say) -> None:
    """All that a person can do."""
    err = say("/help")[2]

    assert all(
        name in err for name in ("/clear", "/last", "/why", "/cost", "/budget", "/modules", "/exit", "//text", "Ctrl-C")
    )


def test_module_error_is_a_line_and_the_conversation_goes_on(say: Say) -> None:
    """One module's fault ends one answer."""
    code, out, err = say("fail", "good day")

    assert (code, out) == (0, "you said: good day\n")
    assert "out of order" in err
    assert "Traceback" not in err


def test_message_that_cannot_be_asked_is_a_line_and_the_conversation_goes_on(say: Say) -> None:
    """A usage mistake does not end it either."""
    code, out, err = say("a\0b", "good day")

    assert (code, out) == (0, "you said: good day\n")
    assert "null byte" in err


def test_profile_that_cannot_be_used_ends_it(say: Say) -> None:
    """There is nothing to talk to."""
    assert say("one", argv=("--profile", "nope"))[0] == 2


def test_budget_is_shown_set_and_lifted(say: Say) -> None:
    """It holds from the next message on; a number that is none changes nothing."""
    code, out, err = say(
        "/budget", "/budget 2e9", "/budget much", "/budget -1", "/budget unlimited", "/budget 0", "one"
    )

    assert "each query: 50,000,000,000 FLOP (50.00 GFLOP), 60.0 s" in err
    assert "each query: 2,000,000,000 FLOP (2.00 GFLOP), 60.0 s" in err
    assert err.count("is neither a number") == 2
    assert "each query: unlimited, 60.0 s" in err
    assert (code, out) == (0, "")
    assert "out of budget" in err


def test_cost_is_told_for_the_turn_and_the_whole(say: Say) -> None:
    """By instance; before the first message there is none."""
    err = say("/cost", "one", "two", "/cost")[2]

    assert "nothing has been spent yet" in err
    assert "this turn: " in err
    assert "whole conversation, 2 turns: " in err


def test_why_tells_the_last_decision_and_what_would_have_changed_it(say: Say) -> None:
    """Beliefs, plans, and the command that adds a generator."""
    err = say("/why", "one", "/why")[2]

    assert "nothing has been decided yet" in err
    assert "beliefs" in err
    assert "1. scripted" in err
    assert "export ORCHESTRA_VLLM_URL=" in err


def test_modules_are_listed(say: Say) -> None:
    """As `orchestra modules list` does."""
    assert "scripted" in say("/modules")[2]


def test_clear_begins_a_new_conversation(say: Say) -> None:
    """Nothing said before goes along, and its bill is closed."""
    code, out, err = say("one", "/clear", "/cost", "turns")

    assert (code, out) == (0, "you said: one\nnone\n")
    assert "a new conversation" in err
    assert "nothing has been spent yet" in err


def test_last_shows_the_last_answer_again(say: Say) -> None:
    """Before the first there is none to show."""
    err = say("/last", "one", "/last")[2]

    assert "there is no answer to show" in err
    assert err.endswith("you said: one\n")


class Over:
    """A query that has ended while its text is still being shown, and an interrupt after so many events."""

    def __init__(self, finish: Finish, shown: int) -> None:
        pieces = ["one ", "two ", "three"]
        self.answer = Answer(id="1", text="".join(pieces), finish=finish)
        self.events: list[Event] = [Text(step="1", text=piece) for piece in pieces]
        self.events.append(Answered(answer=self.answer))
        self.shown = shown

    def stream(self, text: str, **limits: object) -> Over:
        """The stream of any question."""
        return self

    def __iter__(self) -> Iterator[Event]:
        yield from self.events[: self.shown]
        raise KeyboardInterrupt

    def __enter__(self) -> Over:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """It has ended already."""


@pytest.mark.parametrize("finish", ["complete", "budget"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_interrupt_of_a_display_that_lags_shows_nothing_twice(
    finish: Finish, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer was whole already: what is shown stays, is marked, and the way to the rest is named."""
    conversation = Conversation(cast(Orchestra, Over(finish, count)), budget=Budget())
    screen = Screen()
    screen.live = True

    conversation.say("count", screen)

    shown = "".join(["one ", "two "][:count])
    out, err = capsys.readouterr()
    assert out == (f"{shown} [stopped]\n" if shown else "")
    assert "/last shows all of it" in err
    assert "= stopped" in err
    assert [turn.text for turn in conversation.turns] == (["count", f"{shown.rstrip()} [stopped]"] if shown else [])
    assert answer(conversation, "/last") == ["one two three"]


def test_interrupt_after_the_last_word_takes_nothing_from_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """All of it was seen, so it is an answer like any other."""
    conversation = Conversation(cast(Orchestra, Over("complete", 3)), budget=Budget())
    screen = Screen()
    screen.live = True

    conversation.say("count", screen)

    out, err = capsys.readouterr()
    assert out == "one two three\n"
    assert "= not verified" in err
    assert [turn.text for turn in conversation.turns] == ["count", "one two three"]


@pytest.mark.parametrize(
    ("cut", "says", "bill"),
    [
        (Cut(limit="grant", value=9), "out of budget: cut after", "= out of budget"),
        (Cut(limit="max_tokens", value=9), "not whole: cut after", "= cut short"),
        (Cut(limit="window", value=9), "not whole: cut after", "= cut short"),
    ],
)
def test_budget_is_blamed_for_a_cut_only_where_it_was_the_limit(
    cut: Cut, says: str, bill: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What else cut an answer has nothing to do with it."""
    error = Failure(type="BudgetExceeded", message="cut after 9 tokens: why", hint="what to do")
    after(Screen(), Answer(id="1", text="half", finish="budget", error=error, cut=cut), None)

    err = capsys.readouterr().err
    assert f"orchestra: {says} 9 tokens: why\nhint: what to do\n" in err
    assert bill in err


def test_history_that_goes_along_is_bounded_and_begins_with_a_question(home: Path) -> None:
    """The latest turns are kept, as many as fit."""
    with Orchestra(home=home) as orchestra:
        conversation = Conversation(orchestra, budget=Budget())
        for n in range(100):
            conversation.turns += [Turn(role="user", text=f"{n}"), Turn(role="assistant", text="a" * 2000)]

        recent = conversation.recent()

    assert 2 < len(recent) <= 20
    assert sum(len(turn.text) for turn in recent) <= 24_000
    assert recent[0].role == "user"
    assert recent[-2].text == "99"


def test_turns_that_no_longer_go_along_are_told(say: Say) -> None:
    """From the eleventh question on, each time."""
    err = say(*(str(n) for n in range(12)))[2]

    assert err.count("earlier turns are left out") == 1
    assert "the oldest 2 of 22 earlier turns are left out: at most 20 turns of 24,000 characters go along" in err


# --- on a terminal ------------------------------------------------------------------------------------------------


def test_interrupt_stops_an_answer_keeps_its_part_and_the_conversation(terminal: pexpect.spawn) -> None:
    """What came is marked, what it cost counts, and the next message knows of it."""
    terminal.send("wait\r")
    terminal.expect("begun")
    interrupt(terminal, r"\[stopped\]")
    terminal.expect("= stopped")

    terminal.send("turns\r")
    terminal.expect(r"user: wait \| assistant: begun \[stopped\]")
    terminal.send("/cost\r")
    terminal.expect("whole conversation, 2 turns")


def test_interrupt_on_an_idle_line_clears_it_and_names_the_way_out(terminal: pexpect.spawn) -> None:
    """The half of a message is thrown away; Ctrl-D ends with 0."""
    terminal.send("half")
    terminal.expect("half")
    terminal.sendintr()
    terminal.expect("Ctrl-D ends the conversation")
    terminal.send("whole\r")
    terminal.expect("= not verified")
    terminal.expect(">")

    terminal.sendeof()
    terminal.expect(pexpect.EOF)
    terminal.wait()
    assert terminal.exitstatus == 0


def test_paste_of_several_lines_is_one_message(terminal: pexpect.spawn) -> None:
    """It is sent when a person presses Enter, and all of it."""
    terminal.send("\x1b[200~line one\nline two\x1b[201~\r")

    terminal.expect("you said: line one\r\nline two")


def test_text_that_turns_out_not_to_be_the_answer_is_said_to_be_none(terminal: pexpect.spawn) -> None:
    """A person saw it come, so a person is told."""
    terminal.send("unsure\r")

    terminal.expect("perhaps seven")
    terminal.expect("the text above is not the answer")


def test_control_characters_of_an_answer_do_not_reach_the_terminal(terminal: pexpect.spawn) -> None:
    """They are shown as what they are."""
    terminal.send("escape\r")

    terminal.expect(r"red \\x1b\[31mtext")


def test_history_is_kept_for_its_owner_alone(terminal: pexpect.spawn, home: Path) -> None:
    """Messages are on disk, in a file nobody else can read."""
    terminal.send("remember me\r")
    terminal.expect("you said: remember me")

    file = home / "history"
    assert "remember me" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_module_that_ignores_cancellation_does_not_hold_up_the_end(terminal: pexpect.spawn) -> None:
    """Its thread is left behind when the conversation ends."""
    terminal.send("stuck\r")
    terminal.expect("begun")
    interrupt(terminal, r"\[stopped\]")
    terminal.expect(">")

    terminal.sendeof()
    terminal.expect(pexpect.EOF)
    terminal.wait()
    assert terminal.exitstatus == 0


def test_dumb_terminal_gets_plain_lines() -> None:
    """No escape sequence is sent to what would not understand it."""
    program, *arguments = command("chat", "--module", "scripted")
    child = pexpect.spawn(program, arguments, env=environment({"TERM": "dumb"}), encoding="utf-8", timeout=60)
    seen = io.StringIO()
    child.logfile_read = seen
    child.expect("> ")
    child.sendline("good day")
    child.expect("you said: good day")
    child.expect("> ")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.wait()

    assert child.exitstatus == 0
    assert "\x1b" not in seen.getvalue()
