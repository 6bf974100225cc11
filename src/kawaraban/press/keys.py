"""The one key that every page carries: a change of the paper's name, rules or policy prints all again."""

PAPER_KEY = "paper"
