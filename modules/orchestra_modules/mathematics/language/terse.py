"""Texts typed as into a calculator: "discriminant x^2 - 3x + 1", "rank {{1, 2}, {2, 4}}", "gcd 12, 18".

In such a text small words between an operation and its arguments may be left out. Knows no operation.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.language.tokens import Token

#: what may be left out; "and" where a comma stands for it
LEFT_OUT: Final = frozenset({"of", "between", "and"})
#: words of sentences: where one stands, nothing is left out
_SENTENCE: Final = frozenset(
    {
        "what", "which", "who", "whose", "whom", "how", "why", "where", "when", "if", "then", "let", "suppose",
        "given", "such", "that", "there", "this", "these", "those", "the", "an", "is", "are", "was", "were", "be",
        "been", "does", "do", "did", "has", "have", "had", "can", "could", "will", "would", "should", "must", "may",
        "it", "its", "they", "we", "you", "he", "she", "his", "her", "their", "my", "your", "not", "only", "each",
        "every", "any", "both", "either", "neither", "than", "as", "more", "less", "most", "least", "so", "because",
        "while", "until", "after", "before", "during", "about", "above", "below", "among", "into", "per",
    }
)  # fmt: skip


def is_terse(tokens: tuple[Token, ...]) -> bool:
    """Whether a text begins with a word and holds none that sentences are made of."""
    words = {token.lowered for token in tokens if token.kind == "word" and len(token.text) > 1}
    return tokens[0].kind == "word" and len(tokens[0].text) > 1 and _SENTENCE.isdisjoint(words)
