"""Orders of authorities as the figures of a year count them: Part 3 of the report is made of these."""

from dataclasses import dataclass, field

from kawaraban.law.dsa_terms import Category


@dataclass(frozen=True, slots=True)
class OrderCount:
    """Orders of one state that are alike. `member_state`: ISO 3166-1.

    Hours: one for each order of which they are known.
    """

    category: Category
    member_state: str
    orders: int
    items: int
    receipt_hours: list[float]  # from its arrival until its sender was told of that
    effect_hours: list[float]  # from its arrival until it was given effect


@dataclass(slots=True)
class OrderFigures:
    """Orders to act against content, and orders to give information."""

    to_act: list[OrderCount] = field(default_factory=list)
    to_inform: list[OrderCount] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there was any."""
        return bool(self.to_act or self.to_inform)
