"""The one exception that leaves wire's readers: a sentence for the person who brings a file in."""


class WireError(Exception):
    """Nothing of this file or address is taken. The text says what is wrong and where."""
