"""The words for kinds of integers and for what is measured of them, each with the condition it stands for."""

from __future__ import annotations

from typing import Final

#: adjectives before a noun -> test; "integer" and "natural" say what kind of number the noun is
ADJECTIVES: Final = {
    "positive": "positive", "negative": "negative", "non - negative": "nonnegative", "nonnegative": "nonnegative",
    "non - zero": "nonzero", "nonzero": "nonzero", "integer": "integer", "integral": "integer",
    "natural": "natural", "square - free": "squarefree", "squarefree": "squarefree", "abundant": "abundant", "deficient": "deficient",
}  # fmt: skip
#: nouns that say nothing but what kind of number it is
PLAIN: Final = {
    "integers": "integer", "integer": "integer", "numbers": "number", "number": "number", "whole numbers": "whole",
    "whole number": "whole", "natural numbers": "natural", "natural number": "natural", "naturals": "natural",
    "counting numbers": "natural", "counting number": "natural", "values": "value", "value": "value",
}  # fmt: skip
#: nouns, and words after "is" and "are", that name a test
KINDS: Final = {
    word: head
    for head, words in {
        "prime": ("prime", "primes", "prime number", "prime numbers"),
        "composite": ("composite", "composites", "composite number", "composite numbers"),
        "square": ("perfect square", "perfect squares", "square number", "square numbers", "squares", "square"),
        "cube": ("perfect cube", "perfect cubes", "cube number", "cube numbers", "cubes", "cube", "cubic numbers"),
        "palindrome": ("palindrome", "palindromes", "palindromic number", "palindromic numbers", "palindromic"),
        "triangular": ("triangular number", "triangular numbers", "triangle numbers", "triangle number", "triangular"),
        "fibonacci": ("fibonacci number", "fibonacci numbers"),
        "perfect": ("perfect number", "perfect numbers"),
        "abundant": ("abundant number", "abundant numbers"),
        "deficient": ("deficient number", "deficient numbers"),
        "even": ("even", "even number", "even numbers", "even integer", "even integers"),
        "odd": ("odd", "odd number", "odd numbers", "odd integer", "odd integers"),
    }.items()
    for word in words
}
#: tests that are named only after "is" and "are"
STATES: Final = {
    "positive": "positive", "negative": "negative", "squarefree": "squarefree", "square - free": "squarefree",
    "integer": "all", "integers": "all", "whole number": "all", "perfect": "perfect", "abundant": "abundant", "deficient": "deficient", "nonnegative": "nonnegative",
}  # fmt: skip
#: words that lead from integers to what is said of them
LINKS: Final = (
    "that are", "which are", "that is", "which is", "that", "which", "are there that are", "are there that",
    "are there which are", "there are that are", "there are that", "are there", "there are", "exist that are", "exist",
    "are", "is", "lie", "lies", "that lie", "of these are", "can be", "will be", "being",
)  # fmt: skip
#: words that lead to a condition with an unknown
SUCH: Final = (
    "such that", "for which", "so that", "satisfy", "satisfies", "satisfying", "that satisfy", "that satisfies", "where",
    "which satisfy", "which satisfies", "are there such that", "are there for which", "are there satisfying",
    "are there so that", "exist such that", "exist for which", "are there that satisfy", "satisfy the inequality", "satisfies the inequality", "that satisfy the inequality",
    "satisfy the condition", "given that", "if", "with the property that", "when", "are there where", "are such that", "is such that", "are there with the property that",
    "are solutions of", "are solutions to", "satisfy the equation", "that satisfy the equation", "satisfy both", "fulfil", "fulfill",
)  # fmt: skip
#: what is measured of an integer
MEASURED: Final = {
    "digit sum": "digit_sum", "sum of digits": "digit_sum", "sum of the digits": "digit_sum", "digits sum": "digit_sum",
    "sum of its digits": "digit_sum", "sum of their digits": "digit_sum", "digital sum": "digit_sum",
    "digit product": "digit_product", "product of digits": "digit_product", "product of the digits": "digit_product",
    "product of its digits": "digit_product", "product of their digits": "digit_product",
    "number of digits": "digit_count", "units digit": "units_digit", "unit digit": "units_digit", "last digit": "units_digit",
    "ones digit": "units_digit", "final digit": "units_digit", "unit 's digit": "units_digit", "tens digit": "tens_digit",
    "hundreds digit": "hundreds_digit", "first digit": "first_digit", "leading digit": "first_digit", "square": "square",
    "squares": "square", "cube": "cube", "cubes": "cube", "number of divisors": "divisor_count", "number of factors": "divisor_count",
    "number of positive divisors": "divisor_count",
}  # fmt: skip
#: what is counted of an integer, in the plural and in the singular
COUNTED: Final = {
    "digits": "digit_count", "digit": "digit_count", "divisors": "divisor_count", "divisor": "divisor_count",
    "factors": "divisor_count", "factor": "divisor_count", "positive divisors": "divisor_count", "positive factors": "divisor_count",
    "positive integer divisors": "divisor_count", "prime divisors": "prime_divisor_count", "distinct prime factors": "prime_divisor_count", "different prime factors": "prime_divisor_count",
    "distinct prime divisors": "prime_divisor_count", "different prime divisors": "prime_divisor_count",
}  # fmt: skip
#: what the digits of an integer can be
DIGITS: Final = {
    "distinct": "digits_distinct", "different": "digits_distinct", "all different": "digits_distinct",
    "all distinct": "digits_distinct", "odd": "digits_odd", "all odd": "digits_odd", "even": "digits_even",
    "all even": "digits_even", "prime": "digits_prime", "all prime": "digits_prime", "the same": "digits_same",
    "all the same": "digits_same", "identical": "digits_same", "equal": "digits_same", "all equal": "digits_same",
    "only odd": "digits_odd", "only even": "digits_even",
}  # fmt: skip
#: comparisons in words, longest first where one begins another
COMPARISONS: Final = {
    "less than or equal to": "<=", "greater than or equal to": ">=", "no more than": "<=", "no less than": ">=",
    "no greater than": "<=", "no fewer than": ">=", "not more than": "<=", "not less than": ">=", "not greater than": "<=",
    "not exceeding": "<=", "does not exceed": "<=", "do not exceed": "<=", "at most": "<=", "at least": ">=", "up to": "<=",
    "less than": "<", "smaller than": "<", "lower than": "<", "fewer than": "<", "below": "<", "under": "<",
    "greater than": ">", "more than": ">", "larger than": ">", "bigger than": ">", "higher than": ">", "above": ">",
    "over": ">", "exceeding": ">", "exceeds": ">", "exceed": ">", "equal to or less than": "<=",
    "equal to or greater than": ">=", "up to and including": "<=",
}  # fmt: skip
