"""Scenes from inside: what is played, grown, poured, mended and washed."""

import math

from demo_pictures.woodcut import (
    HEIGHT,
    INK,
    PAPER,
    SEAL,
    WIDTH,
    Block,
    Point,
    box,
    lens,
    ribbon,
    ring,
    smooth,
)


def concert(block: Block) -> None:
    """One note at the bottom of the dock, and the eleven seconds that it stays."""
    block.shape(box(0, 0, WIDTH, HEIGHT), INK)
    centre = (800.0, 640.0)
    for k in range(1, 15):
        r = 120 + k * 58
        cuts = []
        a = math.pi + block.random.uniform(0, 0.12)
        while a < math.tau:
            b = min(a + block.random.uniform(0.16, 0.42), math.tau)
            p = (centre[0] + r * 1.25 * math.cos(a), centre[1] + r * 0.86 * math.sin(a))
            q = (centre[0] + r * 1.25 * math.cos(b), centre[1] + r * 0.86 * math.sin(b))
            cuts.append(lens(p, q, 13 - k * 0.55, bend=-((b - a) ** 2) * r * 0.24))
            a = b + 0.03
        block.cut(cuts, PAPER)
    for side in (-1, 1):
        for k in range(5):
            inner, outer = 800 + side * (330 + k * 96), 800 + side * 830
            y = 640 - k * 44
            block.shape(
                [(inner, y), (outer, y), (outer, HEIGHT), (inner, HEIGHT)], PAPER if k % 2 == 0 else INK
            )
            block.cut([lens((inner, y + 9), (outer, y + 9), 7)], INK if k % 2 == 0 else PAPER)
    block.shape(box(0, 690, WIDTH, 210), PAPER)
    block.cut(
        block.hatch((0, 700, WIDTH, 900), gap=26, width=8, length=180, weight=lambda _x, y: (y - 680) / 220),
        INK,
    )
    for x, y, s in (
        (330, 770, 1.0),
        (470, 744, 0.92),
        (600, 732, 0.86),
        (1000, 732, 0.86),
        (1130, 744, 0.92),
        (1270, 770, 1.0),
        (410, 850, 1.16),
        (1190, 850, 1.16),
    ):
        _player(block, x, y, s)
    _bass(block, 690, 740)
    _conductor(block)


def _player(block: Block, x: float, y: float, s: float) -> None:
    body = smooth(
        [
            (x - 40 * s, y),
            (x - 34 * s, y - 66 * s),
            (x, y - 84 * s),
            (x + 34 * s, y - 66 * s),
            (x + 40 * s, y),
        ]
    )
    for part in (body, ring(x, y - 110 * s, 24 * s)):
        block.shape(ribbon([*part, part[0]], 9, ends=1), PAPER)
        block.shape(part, INK)
    lean = 1 if x < 800 else -1
    violin = ring(x + lean * 28 * s, y - 70 * s, 30 * s, 14 * s, turn=-24 * lean)
    block.shape(violin, PAPER)
    block.line([(x - lean * 34 * s, y - 40 * s), (x + lean * 62 * s, y - 104 * s)], 6, PAPER, ends=1)


def _bass(block: Block, x: float, y: float) -> None:
    body = smooth(
        [
            (x, y - 250),
            (x + 34, y - 220),
            (x + 26, y - 180),
            (x + 54, y - 110),
            (x + 30, y - 60),
            (x, y - 50),
            (x - 30, y - 60),
            (x - 54, y - 110),
            (x - 26, y - 180),
            (x - 34, y - 220),
        ]
    )
    block.shape(ribbon([*body, body[0]], 12, ends=1), INK)
    block.shape(body, PAPER)
    block.line([(x, y - 70), (x, y - 400)], 13, INK, ends=1)
    block.line([(x - 20, y - 392), (x + 20, y - 400)], 9, INK, ends=1)
    block.cut(
        [lens((x - 26, y - 150), (x - 18, y - 90), 7), lens((x + 26, y - 150), (x + 18, y - 90), 7)], INK
    )


def _conductor(block: Block) -> None:
    coat = smooth([(752, 800), (764, 640), (784, 600), (820, 594), (850, 610), (870, 800)])
    for arm in ([(774, 622), (716, 570), (690, 500)], [(846, 620), (900, 560), (912, 470)]):
        block.line(arm, 38, PAPER, ends=0.8)
        block.line(arm, 24, SEAL, ends=0.8)
    block.shape(ribbon([*coat, coat[0]], 14, ends=1), PAPER)
    block.shape(coat, SEAL)
    block.shade(coat, [lens((780 + k * 24, 800), (796 + k * 12, 620), 6) for k in range(4)], PAPER)
    block.shape(ring(812, 548, 42), PAPER)
    block.shape(ring(812, 548, 34), INK)
    block.line([(912, 470), (980, 390)], 8, PAPER, ends=0.3)


def seeds(block: Block) -> None:
    """Widow Arkle's beans, and the jar that said BUTTONS."""
    block.shape(box(0, 0, WIDTH, HEIGHT), INK)
    block.cut(block.hatch((0, 0, WIDTH, HEIGHT), gap=36, width=6, angle=-18, length=160), PAPER)
    _jar(block)
    stem = smooth(
        [(1600, 60), (1430, 130), (1330, 90), (1250, 150), (1310, 210), (1350, 150), (1250, 120)],
        is_closed=False,
    )
    block.line(stem, 20, PAPER, ends=0.4)
    pod = smooth(
        [
            (560, 560),
            (640, 430),
            (820, 300),
            (1040, 190),
            (1260, 140),
            (1340, 150),
            (1300, 220),
            (1220, 330),
            (1060, 450),
            (860, 560),
            (680, 610),
        ]
    )
    block.shape(ribbon([*pod, pod[0]], 22, ends=1), INK)
    block.shape(pod, PAPER)
    inner = smooth(
        [
            (620, 545),
            (700, 450),
            (860, 350),
            (1060, 255),
            (1240, 200),
            (1210, 280),
            (1050, 400),
            (860, 500),
            (700, 570),
        ]
    )
    block.shape(inner, INK)
    block.shade(
        pod,
        block.hatch(
            (560, 140, 1340, 610),
            gap=17,
            width=5,
            angle=58,
            length=70,
            weight=lambda x, y: 0.9 if (x - 560) * 0.52 + y > 690 else 0.0,
        ),
        INK,
    )
    for k in range(5):
        _bean(block, 735 + k * 104, 502 - k * 58, 62, 40, -28)
    for x, y, turn in (
        (700, 760, 12),
        (900, 700, -20),
        (1080, 800, 8),
        (1240, 640, -40),
        (1420, 760, 20),
        (1330, 480, 30),
        (860, 850, 34),
    ):
        _bean(block, x, y, 78, 50, turn)


def _bean(block: Block, x: float, y: float, rx: float, ry: float, turn: float) -> None:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def at(u: float, v: float) -> Point:
        return x + u * rx * cos - v * ry * sin, y + u * rx * sin + v * ry * cos

    outline = smooth(
        [
            at(*p)
            for p in (
                (-1, 0.1),
                (-0.8, -0.7),
                (-0.2, -0.75),
                (0.1, -0.5),
                (0.45, -0.8),
                (0.95, -0.5),
                (1, 0.3),
                (0.6, 0.9),
                (0, 1),
                (-0.7, 0.8),
            )
        ]
    )
    block.shape(ribbon([*outline, outline[0]], 16, ends=1), INK)
    block.shape(outline, PAPER)
    spots = [
        ring(*at(u, v), r * rx, r * rx * 0.7, turn=turn + 20)
        for u, v, r in (
            (-0.55, 0.2, 0.2),
            (0.1, 0.45, 0.24),
            (0.6, 0, 0.2),
            (-0.25, -0.3, 0.13),
            (0.35, 0.75, 0.1),
            (0.75, 0.45, 0.09),
            (-0.6, 0.62, 0.1),
        )
    ]
    for spot in spots:
        block.shape(spot, SEAL)
    block.cut([lens(at(-0.15, -0.62), at(0.3, -0.6), 6, bend=5)], INK)


def _jar(block: Block) -> None:
    jar = smooth(
        [
            (140, 330),
            (120, 380),
            (112, 560),
            (124, 780),
            (200, 812),
            (420, 812),
            (496, 780),
            (508, 560),
            (500, 380),
            (480, 330),
        ]
    )
    block.shape(ribbon([*jar, jar[0]], 22, ends=1), PAPER)
    block.shape(jar, INK)
    for k in range(26):
        x = 170 + (k % 6) * 58 + (k // 6 % 2) * 24
        block.shape(ring(x, 770 - (k // 6) * 40, 26, 18, turn=(k * 47) % 90 - 45), PAPER)
        block.shape(ring(x + 4, 770 - (k // 6) * 40, 9, 7), SEAL)
    block.shape(box(150, 230, 320, 92), PAPER)
    block.shade(
        box(150, 230, 320, 92), [lens((166 + k * 22, 236), (166 + k * 22, 318), 5) for k in range(14)], INK
    )
    label = box(180, 440, 260, 120)
    block.shape(label, PAPER)
    _buttons(block, 198, 470)
    block.cut([lens((150, 390), (140, 720), 9), lens((172, 380), (168, 430), 5)], PAPER)


_LETTERS: dict[str, list[list[Point]]] = {
    "B": [[(0, 0), (0, 6)], [(0, 0), (2.4, 0.4), (2.4, 2.6), (0, 3)], [(0, 3), (3, 3.4), (3, 5.6), (0, 6)]],
    "U": [[(0, 0), (0, 5), (1.5, 6), (3, 5), (3, 0)]],
    "T": [[(0, 0), (3.4, 0)], [(1.7, 0), (1.7, 6)]],
    "O": [[(1.5, 0), (0, 2), (0, 4), (1.5, 6), (3, 4), (3, 2), (1.5, 0)]],
    "N": [[(0, 6), (0, 0)], [(0, 0), (3, 6)], [(3, 6), (3, 0)]],
    "S": [[(3, 0.6), (1, 0), (0, 1.4), (3, 4.4), (2, 6), (0, 5.4)]],
}


def _buttons(block: Block, x: float, y: float) -> None:
    for k, letter in enumerate("BUTTONS"):
        for stroke in _LETTERS[letter]:
            block.line([(x + k * 32 + u * 7, y + v * 10) for u, v in stroke], 8, INK, ends=1)


def tea(block: Block) -> None:
    """A glass on the saloon table, and the weather outside, in which paper cups were proposed."""
    block.shape(box(0, 0, WIDTH, HEIGHT), INK)
    block.shape(box(130, 60, 1340, 540), PAPER)
    block.sky(60, 330, gap=20, width=7)
    block.sea(360, 600)
    for x, w, h in ((900, 90, 50), (990, 60, 90), (1050, 130, 60), (1200, 70, 120), (1270, 150, 54)):
        block.shape([(x, 362), (x, 362 - h), (x + w / 2, 342 - h), (x + w, 362 - h), (x + w, 362)], INK)
    for x, y, size in ((330, 180, 66), (1080, 150, 44)):
        block.line(
            [
                (x - size, y - size * 0.3),
                (x - size * 0.4, y - size * 0.36),
                (x, y),
                (x + size * 0.4, y - size * 0.36),
                (x + size, y - size * 0.3),
            ],
            size * 0.2,
            ends=0.1,
        )
    for edge in (
        box(0, 0, 130, HEIGHT),
        box(1470, 0, 130, HEIGHT),
        box(0, 0, WIDTH, 60),
        box(0, 590, WIDTH, 310),
    ):
        block.shape(edge, INK)
    for x, y in ((66, 30), (66, 320), (66, 560), (1535, 30), (1535, 320), (1535, 560)):
        block.shape(ring(x, y, 17), PAPER)
        block.cut([lens((x - 10, y - 8), (x + 10, y + 8), 5)], INK)
    block.cut([lens((0, 640 + k * 40), (WIDTH, 632 + k * 44), 8) for k in range(7)], PAPER)
    saucer = ring(760, 800, 330, 74)
    block.shape(ring(760, 812, 356, 88), INK)
    block.shape(saucer, PAPER)
    block.shape(ribbon([*ring(760, 796, 250, 50), ring(760, 796, 250, 50)[0]], 9, ends=1), INK)
    block.cut([lens((980 + k * 10, 770 + k * 8), (1064 - k * 2, 800 + k * 4), 5) for k in range(3)], INK)
    _glass(block)
    for x, y in ((1010, 752), (1062, 776)):
        cube = [(x, y), (x + 50, y - 14), (x + 58, y + 34), (x + 6, y + 50)]
        block.shape(ribbon([*cube, cube[0]], 9, ends=1), INK)
        block.shape(cube, PAPER)
    spoon = smooth([(420, 770), (470, 752), (520, 766), (480, 792)])
    block.line([(500, 772), (640, 800)], 13, INK, ends=1)
    block.shape(spoon, INK)
    for k in range(3):
        x = 690 + k * 70
        steam = smooth([(x, 250), (x - 40, 200), (x + 30, 140), (x - 20, 70), (x + 20, 10)], is_closed=False)
        block.line(steam, 30, PAPER, ends=0)
        block.line(steam, 15, INK, ends=0)


def _glass(block: Block) -> None:
    right = [(884, 290), (872, 370), (836, 470), (826, 540), (862, 620), (884, 690), (868, 752), (816, 782)]
    outline = smooth([*right, *[(1520 - x, y) for x, y in right[::-1]]])
    block.shape(ribbon([*outline, outline[0]], 36, ends=1), PAPER)
    block.shape(ribbon([*outline, outline[0]], 18, ends=1), INK)
    block.shape(outline, PAPER)
    brew_right = [(862, 380), (828, 470), (816, 540), (850, 622), (868, 690), (852, 742), (806, 764)]
    brew = smooth([*brew_right, *[(1520 - x, y) for x, y in brew_right[::-1]]])
    block.shape(brew, SEAL)
    shine = [
        lens((676, 400), (702, 540), 13, bend=16),
        lens((696, 560), (664, 680), 12, bend=10),
        lens((700, 700), (730, 744), 7),
    ]
    block.shade(brew, shine, PAPER)
    block.shade(
        brew,
        block.hatch(
            (760, 380, 880, 764),
            gap=19,
            width=6,
            angle=80,
            length=90,
            weight=lambda x, _y: max(0.0, (x - 780) / 80),
        ),
        INK,
    )
    block.shape(ring(760, 384, 102, 17), INK)
    block.shape(ring(760, 382, 90, 11), SEAL)
    rim = ring(760, 292, 122, 20)
    block.shape(ribbon([*rim, rim[0]], 11, ends=1), INK)


SCENES = {"concert": concert, "seeds": seeds, "tea": tea}
