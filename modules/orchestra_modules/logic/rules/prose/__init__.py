"""Arguments in everyday prose, with whole clauses as propositions: "If it rains, the game is off. It rains. So ...".

Words -> clauses (`clauses`), joined by connectives (`statements`), under a question (`reading`) -> a `Problem` over
propositions. Two clauses are one proposition only if they differ in no more than tense, "not" and the form of the verb;
what is nearly alike is told and never guessed (`likeness`). Knows nothing inside a clause: no "all", no "some".
"""
