"""The refusal of a reader whose kind of problem a text shows no mark of."""

from orchestra_modules.solving.refusal import NotUnderstood


class Elsewhere(NotUnderstood):
    """The text shows none of the marks of this kind of problem; there is nothing more to say about it."""

    def __init__(self) -> None:
        super().__init__("the text is not of this kind")
