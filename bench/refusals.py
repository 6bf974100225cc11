"""The two reasons why a row has no figure."""


class Refused(Exception):
    """The load cannot be believed: errors, answers that are no answers, or none at all. A sentence says which."""


class NotMeasured(Exception):
    """Something that a row needs is not there. A sentence says what, and where it can be had."""
