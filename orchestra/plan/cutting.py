"""What is said of a text that a limit cut: after how much, which limit that was, and what would lift it.

Knows no model and no server: the generator says which limit it was.
"""

from __future__ import annotations

from orchestra.spec import Cut, Generation

_LIFT = {
    "grant": "raise the budget's flops",
    "max_tokens": "raise option `max_tokens` of the instance {instance}, or ask for a shorter answer",
    "window": "ask with less history or evidence, or give {instance} a model that is served with a longer window",
    "other": "see the options of the instance {instance}, and its server's",
}


def limit_of(made: Generation) -> Cut | None:
    """The limit that cut a text; none where the model ended it by itself."""
    return None if made.finish == "stop" else made.cut or Cut(limit="other")


def reason(made: Generation) -> str:
    """After how many tokens, and by which limit."""
    after = f"cut after {made.usage.completion_tokens} tokens"
    cut = limit_of(made)
    value = "" if cut is None or cut.value is None else f"{cut.value:,}"
    match "" if cut is None else cut.limit:
        case "grant":
            return f"{after}: the {value} FLOP granted pay for no more" if value else f"{after}: its grant is spent"
        case "max_tokens":
            return f"{after}: `max_tokens` is {value}" if value else f"{after}: that is its `max_tokens`"
        case "window":
            size = f" of {value} tokens" if value else ""
            return f"{after}: with the prompt's {made.usage.prompt_tokens} the model's window{size} is full"
        case _:
            return after


def hint(made: Generation, instance: str) -> str:
    """What would lift the limit."""
    cut = limit_of(made)
    return "" if cut is None else _LIFT[cut.limit].format(instance=instance)
