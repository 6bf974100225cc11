"""A block, a knife and three colours: what the pictures of the demo paper are cut with.

    block = Block("gulls")
    block.sky(0, 420)
    block.shape(polygon, INK)
    block.save(folder)

A shape is a mass of one colour with edges as a knife leaves them. A cut is a lens: thin at both ends, as the
gouge enters and leaves the wood. `shade` cuts only inside a shape.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

WIDTH, HEIGHT = 1600, 900
INK = "#1b1a17"
PAPER = "#f3ecdf"
SEAL = "#b23a24"

Point = tuple[float, float]
Weight = Callable[[float, float], float]  # 0 = no cut here, 1 = the full width

_HEAD = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">
<defs>
<filter id="knife" x="0" y="0" width="100%" height="100%">
<feTurbulence type="fractalNoise" baseFrequency=".022" numOctaves="1" seed="SEED"/>
<feDisplacementMap in="SourceGraphic" scale="10" xChannelSelector="R" yChannelSelector="G"/>
</filter>
<filter id="grain" x="0" y="0" width="100%" height="100%">
<feTurbulence type="fractalNoise" baseFrequency=".005 .13" numOctaves="1" seed="SEED"/>
<feColorMatrix values="0 0 0 0 .953 0 0 0 0 .925 0 0 0 0 .875 0 0 0 -16 4.2"/>
</filter>
</defs>
<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>
<g filter="url(#knife)">
"""
_TAIL = f"""</g>
<rect width="{WIDTH}" height="{HEIGHT}" filter="url(#grain)" opacity=".7"/>
</svg>
"""


def everywhere(_x: float, _y: float) -> float:
    return 1.0


def only_beyond(edge: float) -> Weight:
    """Cuts to the right of `edge` alone."""
    return lambda x, _y: 1.0 if x > edge else 0.0


def polygon(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z"


def box(x: float, y: float, width: float, height: float) -> list[Point]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def ring(cx: float, cy: float, rx: float, ry: float | None = None, *, turn: float = 0) -> list[Point]:
    """An ellipse as points, turned by degrees."""
    ry = rx if ry is None else ry
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    points = []
    for step in range(48):
        a = math.tau * step / 48
        x, y = rx * math.cos(a), ry * math.sin(a)
        points.append((cx + x * cos - y * sin, cy + x * sin + y * cos))
    return points


def smooth(points: Sequence[Point], *, is_closed: bool = True, steps: int = 10) -> list[Point]:
    """A curve through the points (Catmull-Rom)."""
    count = len(points)
    result: list[Point] = []
    for i in range(count if is_closed else count - 1):
        p = [
            points[(i + k) % count] if is_closed else points[min(max(i + k, 0), count - 1)]
            for k in (-1, 0, 1, 2)
        ]
        for step in range(steps):
            t = step / steps
            result.append((_spline(t, *(q[0] for q in p)), _spline(t, *(q[1] for q in p))))
    if not is_closed:
        result.append(points[-1])
    return result


def _spline(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def lens(a: Point, b: Point, width: float, *, bend: float = 0) -> str:
    """One cut of the gouge from a to b, `width` wide in the middle, bowed by `bend`."""
    mx, my = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1
    nx, ny = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
    up, down = bend + width, bend - width
    return (
        f"M{a[0]:.0f} {a[1]:.0f}Q{mx + nx * up:.0f} {my + ny * up:.0f} {b[0]:.0f} {b[1]:.0f}"
        f"Q{mx + nx * down:.0f} {my + ny * down:.0f} {a[0]:.0f} {a[1]:.0f}Z"
    )


def ribbon(points: Sequence[Point], width: float, *, ends: float = 0.0) -> list[Point]:
    """A band along a line, `width` in the middle, `ends` (0..1) of it at both ends."""
    left: list[Point] = []
    right: list[Point] = []
    last = len(points) - 1
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(i - 1, 0)]
        bx, by = points[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1
        half = width / 2 * (ends + (1 - ends) * math.sin(math.pi * i / last))
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


class Block:
    """One picture being cut. Everything goes onto what is there already."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.random = random.Random(name)
        self._parts: list[str] = []
        self._clips = 0

    def shape(self, points: Iterable[Point], colour: str) -> None:
        """A mass of one colour."""
        self._parts.append(f'<path fill="{colour}" d="{polygon(points)}"/>')

    def line(self, points: Sequence[Point], width: float, colour: str = INK, *, ends: float = 0.6) -> None:
        """A drawn line that swells a little in the middle."""
        self.shape(ribbon(points, width, ends=ends), colour)

    def cut(self, lenses: Iterable[str], colour: str) -> None:
        path = "".join(lenses)
        if path:
            self._parts.append(f'<path fill="{colour}" d="{path}"/>')

    def shade(self, points: Iterable[Point], lenses: Iterable[str], colour: str) -> None:
        """Cuts that stay inside the shape."""
        self._clips += 1
        self._parts.append(
            f'<clipPath id="c{self._clips}"><path d="{polygon(points)}"/></clipPath>'
            f'<path clip-path="url(#c{self._clips})" fill="{colour}" d="{"".join(lenses)}"/>'
        )

    def hatch(
        self,
        area: tuple[float, float, float, float],
        *,
        gap: float,
        width: float,
        angle: float = 0,
        length: float = 220,
        weight: Weight = everywhere,
    ) -> list[str]:
        """Rows of cuts over the area (x0, y0, x1, y1) at an angle in degrees; `weight` thins or leaves them out."""
        x0, y0, x1, y1 = area
        cx, cy, reach = (x0 + x1) / 2, (y0 + y1) / 2, math.hypot(x1 - x0, y1 - y0) / 2
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        cuts = []
        row = -reach
        while row < reach:
            along = -reach - self.random.uniform(0, length)
            while along < reach:
                size = length * self.random.uniform(0.55, 1.25)
                a, b = along, along + size
                off = row + self.random.uniform(-0.16, 0.16) * gap
                pa = (cx + a * cos - off * sin, cy + a * sin + off * cos)
                pb = (cx + b * cos - off * sin, cy + b * sin + off * cos)
                mx, my = (pa[0] + pb[0]) / 2, (pa[1] + pb[1]) / 2
                if x0 - size <= mx <= x1 + size and y0 - gap <= my <= y1 + gap:
                    heavy = weight(mx, my)
                    if heavy > 0.04:
                        cuts.append(lens(pa, pb, width * heavy * self.random.uniform(0.75, 1.15)))
                along = b + length * self.random.uniform(0.02, 0.14)
            row += gap
        return cuts

    def sky(self, top: float, bottom: float, *, colour: str = INK, gap: float = 17, width: float = 9) -> None:
        """Long cuts that thin out towards the horizon."""

        def weight(_x: float, y: float) -> float:
            return math.pow(max(0.0, 1 - (y - top) / (bottom - top)), 0.8)

        area = (-40.0, top, WIDTH + 40.0, bottom)
        self.cut(self.hatch(area, gap=gap, width=width, length=420, weight=weight), colour)

    def sea(self, horizon: float, bottom: float, *, colour: str = INK, calm: float = 1.0) -> None:
        """Waves that grow as they come nearer."""
        y = horizon + 5
        cuts = []
        while y < bottom + 30:
            near = (y - horizon) / (HEIGHT - horizon)
            size = 60 + 230 * near
            x = -self.random.uniform(0, size)
            while x < WIDTH:
                run = size * self.random.uniform(0.7, 1.3)
                lift = (3 + 16 * near) * calm
                cuts.append(
                    lens((x, y), (x + run, y + self.random.uniform(-2, 2)), 3 + 11 * near, bend=-lift)
                )
                x += run * self.random.uniform(1.0, 1.4)
            y += 7 + 26 * near
        self.cut(cuts, colour)

    def write(self, folder: Path) -> Path:
        svg = _HEAD.replace("SEED", str(self.random.randrange(1, 99))) + "\n".join(self._parts) + "\n" + _TAIL
        path = folder / f"{self.name}.svg"
        path.write_text(svg, encoding="utf-8")
        return path
