"""The language of questions: tokens, expressions, phrases, sentences. Knows no operation by name."""
