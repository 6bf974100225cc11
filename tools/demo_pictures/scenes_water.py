"""Scenes of the harbour: what floats, what it ties up to, and who waits beside it."""

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
    only_beyond,
    ribbon,
    ring,
    smooth,
)


def gulls(block: Block) -> None:
    """A gull on the rail, a cone of chips, and a town that knows what will happen."""
    block.sky(0, 430, gap=20, width=7)
    for x, width, height in ((0, 110, 90), (110, 80, 130), (190, 130, 100), (320, 60, 170), (380, 120, 80)):
        house = [
            (x, 520),
            (x, 520 - height),
            (x + width / 2, 480 - height),
            (x + width, 520 - height),
            (x + width, 520),
        ]
        block.shape(house, INK)
        block.shape(box(x + width / 2 - 9, 545 - height, 18, 24), PAPER)
    block.shape(box(0, 518, WIDTH, 6), INK)
    block.sea(524, 800)
    for x, y, size in ((610, 170, 60), (800, 95, 42), (250, 120, 46), (470, 250, 30)):
        block.line(
            [
                (x - size, y - size * 0.3),
                (x - size * 0.4, y - size * 0.35),
                (x, y),
                (x + size * 0.4, y - size * 0.35),
                (x + size, y - size * 0.3),
            ],
            size * 0.2,
            ends=0.1,
        )
    _rail(block)
    _gull(block)
    _cone(block)


def _rail(block: Block) -> None:
    block.shape(box(0, 742, WIDTH, 46), INK)
    block.cut(block.hatch((0, 748, WIDTH, 782), gap=13, width=5, length=300), PAPER)
    for x in (120, 620, 1430):
        block.shape(box(x, 788, 54, 112), INK)
        block.cut([lens((x + 14, 795), (x + 12, 895), 6), lens((x + 34, 800), (x + 36, 890), 4)], PAPER)


def _gull(block: Block) -> None:
    for x in (1010, 1085):
        block.line([(x, 640), (x + 6, 742)], 17, SEAL, ends=1)
        block.shape([(x - 34, 744), (x + 6, 722), (x + 50, 744)], SEAL)
    body = smooth(
        [
            (700, 215),
            (735, 172),
            (800, 158),
            (862, 186),
            (890, 250),
            (935, 300),
            (1070, 350),
            (1240, 440),
            (1400, 560),
            (1210, 606),
            (1080, 668),
            (940, 672),
            (830, 610),
            (772, 500),
            (770, 390),
            (762, 300),
            (722, 268),
        ]
    )
    block.shape(ribbon([*body, body[0]], 18, ends=1), INK)
    block.shape(body, PAPER)
    under = block.hatch(
        (780, 470, 1130, 690),
        gap=17,
        width=6,
        angle=24,
        length=90,
        weight=lambda x, y: max(0.0, (y - 500) / 150),
    )
    block.shade(body, under, INK)
    wing = smooth(
        [
            (915, 390),
            (1010, 372),
            (1150, 420),
            (1290, 500),
            (1500, 640),
            (1320, 612),
            (1160, 588),
            (1010, 552),
            (930, 480),
        ]
    )
    block.shape(wing, INK)
    feathers = [
        lens((940 + k * 12, 420 + k * 17), (1190 + k * 34, 468 + k * 20), 9, bend=-12) for k in range(7)
    ]
    block.shade(wing, feathers, PAPER)
    for k in range(3):
        block.shape(ring(1345 + k * 46, 560 + k * 26, 15, 9, turn=28), PAPER)
    beak = smooth([(738, 232), (690, 226), (618, 238), (604, 268), (628, 270), (690, 268), (742, 270)])
    block.shape(beak, SEAL)
    block.cut([lens((626, 250), (742, 250), 4)], INK)
    block.shape(ring(800, 222, 21), INK)
    block.shape(ring(789, 229, 7), PAPER)
    block.line([(768, 190), (800, 184), (836, 196)], 9)


def _cone(block: Block) -> None:
    chips = (
        (300, 430, -26),
        (352, 388, -12),
        (398, 366, 2),
        (446, 380, 14),
        (496, 424, 30),
        (330, 470, -16),
        (378, 440, -4),
        (428, 446, 8),
        (470, 476, 18),
    )
    for x, y, lean in chips:
        chip = [(x - 17 + lean, y), (x + 17 + lean, y - 8), (x * 0.5 + 214, 610), (x * 0.5 + 180, 610)]
        block.shape(ribbon([*chip, chip[0]], 12, ends=1), INK)
        block.shape(chip, PAPER)
        block.cut([lens((x + lean + 8, y + 14), (x + 8, y + 120), 4)], INK)
    cone = [(248, 520), (540, 520), (420, 744), (368, 744)]
    block.shape(ribbon([*cone, cone[0]], 14, ends=1), PAPER)
    block.shape(cone, SEAL)
    folds = [lens((300 + k * 48, 512), (384 + k * 6, 740), 8) for k in range(5)]
    block.shade(cone, folds, PAPER)


def pier(block: Block) -> None:
    """The bow, the gap in the pier, and fourteen crates' worth of oranges."""
    block.sky(0, 330, gap=22, width=8)
    block.sea(360, HEIGHT, calm=1.4)
    deck = [(860, 392), (WIDTH, 372), (WIDTH, 436), (846, 440), (872, 424), (838, 414)]
    for x, top, foot in (
        (912, 430, 620),
        (1030, 430, 650),
        (1160, 430, 690),
        (1310, 430, 740),
        (1490, 430, 800),
    ):
        post = [(x, top), (x + 44, top), (x + 50, foot), (x - 6, foot)]
        block.shape(post, INK)
        block.shade(
            post,
            block.hatch(
                (x, top, x + 44, foot),
                gap=11,
                width=5,
                angle=88,
                length=120,
                weight=only_beyond(x + 18),
            ),
            PAPER,
        )
        block.cut([lens((x - 60, foot), (x + 110, foot + 4), 8, bend=-8)], INK)
    for start in (912, 1160):
        block.line([(start + 30, 450), (start + 270, 640)], 20, ends=1)
    block.shape(deck, INK)
    block.cut([lens((900, 402), (1590, 386), 5), lens((890, 420), (1590, 412), 4)], PAPER)
    for x in (960, 1120, 1290, 1480):
        block.shape(box(x, 300, 16, 90), INK)
    block.line([(940, 312), (1270, 302), (WIDTH, 292)], 11, ends=1)
    for a, b in (((850, 380), (800, 330)), ((842, 440), (770, 470)), ((700, 560), (800, 520))):
        block.line([a, b], 18)
    _bow(block)
    _oranges(block)


def _bow(block: Block) -> None:
    hull = smooth(
        [
            (-40, 120),
            (300, 130),
            (640, 165),
            (720, 178),
            (690, 330),
            (620, 520),
            (520, 700),
            (430, 760),
            (200, 790),
            (-40, 800),
        ]
    )
    block.shape(hull, INK)
    cuts = [lens((690 - k * 44, 200 + k * 4), (470 - k * 46, 690 - k * 4), 11 - k, bend=34) for k in range(8)]
    block.shade(hull, cuts, PAPER)
    band = [(-40, 205), (660, 232), (650, 268), (-40, 246)]
    block.shape(band, PAPER)
    for k in range(4):
        block.shape(ring(70 + k * 110, 340 + k * 5, 30), PAPER)
        block.shape(ring(70 + k * 110, 340 + k * 5, 20), INK)
    anchor = ring(560, 360, 26, 34, turn=12)
    block.shape(anchor, PAPER)
    block.shape(box(-40, 30, 420, 92), INK)
    for k in range(4):
        block.shape(box(10 + k * 92, 52, 60, 40), PAPER)
    block.line([(380, 125), (560, 84), (716, 108)], 9, ends=1)
    for x, y in ((440, 110), (520, 94), (610, 92)):
        block.shape(box(x, y, 8, 62), INK)
    block.cut([lens((-40, 800 + k * 26), (620 - k * 60, 800 + k * 26), 9, bend=-12) for k in range(4)], INK)


def _oranges(block: Block) -> None:
    places = (
        (610, 640, 27),
        (700, 700, 31),
        (760, 610, 23),
        (820, 745, 34),
        (905, 690, 28),
        (680, 800, 38),
        (980, 780, 36),
        (1120, 740, 30),
        (1090, 850, 40),
        (850, 850, 40),
        (1260, 830, 36),
        (560, 870, 40),
    )
    for x, y, r in places:
        block.shape(ring(x, y, r + 5), PAPER)
        block.shape(ring(x, y, r), SEAL)
        block.cut([lens((x - r * 0.5, y - r * 0.4), (x + r * 0.1, y - r * 0.72), r * 0.14)], PAPER)
        block.cut(
            [lens((x - r * 1.7, y + r * 0.75), (x + r * 1.7, y + r * 0.75), r * 0.28, bend=-r * 0.15)], INK
        )
    crate = [(1330, 700), (1500, 660), (1530, 770), (1360, 812)]
    block.shape(crate, INK)
    block.shade(crate, [lens((1335, 728 + k * 36), (1525, 684 + k * 36), 8) for k in range(3)], PAPER)


def lighthouse(block: Block) -> None:
    """The lamp, its two beams, and the weather that comes with the house."""
    night: list[Point] = [(0, 0), (WIDTH, 0), (WIDTH, 650), (0, 650)]
    block.shape(night, INK)
    lamp = (1090.0, 205.0)
    block.shape([lamp, (0, 40), (0, 330)], PAPER)
    block.shape([lamp, (WIDTH, 120), (WIDTH, 330)], PAPER)
    block.cut([lens((0, 60 + k * 30), (lamp[0] - 60, lamp[1] - 34 + k * 8), 4) for k in range(9)], INK)
    rain = block.hatch((0, 0, WIDTH, 640), gap=62, width=6, angle=108, length=170)
    block.cut(rain, PAPER)
    block.shape(box(0, 610, WIDTH, 290), PAPER)
    block.sea(600, HEIGHT, calm=2.2)
    _rock(block)
    _tower(block)
    for x, y, s in ((270, 640, 150), (560, 700, 190)):
        block.shape(
            smooth(
                [
                    (x - s, y + 60),
                    (x - s * 0.4, y - 20),
                    (x + s * 0.1, y - 60),
                    (x + s * 0.45, y - 30),
                    (x + s * 0.25, y - 10),
                    (x + s * 0.6, y + 60),
                ]
            ),
            INK,
        )
        block.cut(
            [
                lens((x - s * 0.7 + k * 26, y + 48), (x + s * 0.1 + k * 12, y - 40 + k * 12), 8, bend=-18)
                for k in range(5)
            ],
            PAPER,
        )


def _rock(block: Block) -> None:
    rock = [
        (700, 900),
        (760, 800),
        (850, 740),
        (900, 660),
        (980, 640),
        (1010, 600),
        (1180, 596),
        (1230, 640),
        (1330, 660),
        (1380, 740),
        (1480, 780),
        (1540, 900),
    ]
    block.shape(rock, INK)
    facets = block.hatch(
        (700, 600, 1540, 900),
        gap=30,
        width=10,
        angle=58,
        length=80,
        weight=lambda x, y: 1.0 if (x // 90 + y // 70) % 3 else 0.0,
    )
    block.shade(rock, facets, PAPER)
    foam = [
        lens((690 + k * 86, 880 - abs(k - 5) * 8), (800 + k * 86, 872 - abs(k - 5) * 6), 17, bend=-20)
        for k in range(10)
    ]
    block.cut(foam, PAPER)


def _tower(block: Block) -> None:
    tower = [(1042, 278), (1138, 278), (1178, 610), (1004, 610)]
    block.shape(ribbon([*tower, tower[0]], 12, ends=1), INK)
    block.shape(tower, PAPER)
    for top, bottom in ((342, 404), (470, 534)):
        half_top, half_bottom = 48 + (top - 278) * 0.115, 48 + (bottom - 278) * 0.115
        block.shape(
            [
                (1090 - half_top, top),
                (1090 + half_top, top),
                (1090 + half_bottom, bottom),
                (1090 - half_bottom, bottom),
            ],
            SEAL,
        )
    block.shade(
        tower,
        block.hatch(
            (1090, 278, 1180, 610),
            gap=13,
            width=6,
            angle=86,
            length=90,
            weight=lambda x, _y: max(0.0, (x - 1100) / 60),
        ),
        INK,
    )
    block.shape(box(1076, 560, 30, 50), INK)
    block.shape(box(1020, 262, 140, 18), INK)
    block.shape(box(1052, 150, 76, 112), INK)
    block.shape(box(1062, 170, 56, 74), PAPER)
    block.shape(ring(1090, 207, 22, 30), SEAL)
    cap = [(1044, 152), (1136, 152), (1106, 104), (1090, 84), (1074, 104)]
    block.shape(ribbon([*cap, cap[0]], 12, ends=1), PAPER)
    block.shape(cap, INK)
    for x in (1024, 1050, 1124, 1150):
        block.shape(box(x, 232, 6, 34), INK)
    block.shape(box(1020, 228, 140, 7), INK)


def dock(block: Block) -> None:
    """A hull on the blocks of the old dock, a crane, and the drum that all this is for."""
    block.sky(0, 520, gap=21, width=8)
    block.shape(ring(330, 250, 118), SEAL)
    block.cut([lens((150, 236 + k * 34), (520, 240 + k * 34), 6) for k in range(4)], PAPER)
    _crane(block)
    block.shape(box(0, 690, WIDTH, 210), INK)
    steps = [lens((0, 712 + k * 40), (WIDTH, 712 + k * 40), 7) for k in range(5)]
    block.cut(steps, PAPER)
    hull = smooth(
        [
            (400, 320),
            (560, 345),
            (800, 350),
            (1040, 345),
            (1120, 322),
            (1090, 470),
            (1000, 640),
            (800, 706),
            (590, 640),
            (440, 480),
        ]
    )
    block.shape(hull, INK)
    left = [lens((770 - k * 44, 372), (790 - k * 24, 690 - k * 20), 10, bend=16) for k in range(8)]
    right = [lens((840 + k * 40, 372), (812 + k * 24, 680 - k * 20), 5, bend=-14) for k in range(6)]
    block.shade(hull, left + right, PAPER)
    block.shape([(430, 500), (470, 560), (800, 612), (1034, 560), (1068, 500), (800, 560)], SEAL)
    block.shape(box(560, 250, 420, 98), INK)
    for k in range(7):
        block.shape(box(582 + k * 56, 274, 34, 34), PAPER)
    block.shape(box(660, 180, 220, 72), INK)
    block.shape(box(756, 60, 16, 124), INK)
    for x in (520, 690, 860, 1020):
        block.line([(x, 560), (x + (x - 780) * 0.35, 720)], 18, ends=1)
    _drum(block, 1300, 640, 270)


def _crane(block: Block) -> None:
    block.line([(90, 700), (150, 120)], 20, ends=1)
    block.line([(230, 700), (170, 120)], 20, ends=1)
    block.line([(150, 130), (620, 40)], 16, ends=1)
    block.line([(170, 175), (600, 62)], 9, ends=1)
    block.cut([lens((180 + k * 60, 168 - k * 14), (215 + k * 60, 118 - k * 12), 6) for k in range(7)], INK)
    block.line([(20, 190), (160, 130)], 16, ends=1)
    block.shape(box(-6, 180, 70, 56), INK)
    for k in range(6):
        y = 240 + k * 80
        block.line([(138 - k * 8, y), (186 + k * 8, y + 60)], 8, ends=1)
        block.line([(186 + k * 8, y), (138 - k * 8, y + 60)], 8, ends=1)
    block.line([(600, 48), (600, 190)], 5, ends=1)
    block.shape([(580, 190), (620, 190), (612, 222), (588, 222)], INK)


def _drum(block: Block, x: float, y: float, r: float) -> None:
    block.shape(ring(x + 70, y, r * 0.9, r), INK)
    block.cut(
        [
            lens((x + r * 0.2, y - r + k * 9), (x + r * 0.72, y - r * 0.93 + k * 15), 5, bend=-6)
            for k in range(4)
        ],
        PAPER,
    )
    block.shape(ring(x, y, r + 10), PAPER)
    block.shape(ring(x, y, r), INK)
    for k in range(1, 6):
        outer = ring(x, y, r * (1 - k * 0.09))
        block.shape(ribbon([*outer, outer[0]], 8, ends=1), PAPER)
    block.shape(ring(x, y, r * 0.48), PAPER)
    for k in range(8):
        a = math.tau * k / 8 + 0.2
        block.line(
            [
                (x + 40 * math.cos(a), y + 40 * math.sin(a)),
                (x + r * 0.47 * math.cos(a), y + r * 0.47 * math.sin(a)),
            ],
            26,
            ends=0.8,
        )
    block.shape(ring(x, y, 52), INK)
    block.shape(ring(x, y, 24), SEAL)


def river(block: Block) -> None:
    """High water in Fishgate: the houses, their other selves, and the staff that nobody has to believe."""
    block.shape(box(0, 0, WIDTH, 520), INK)
    block.cut(
        block.hatch((0, 0, WIDTH, 430), gap=23, width=7, length=380, weight=lambda _x, y: 0.35 + y / 700),
        PAPER,
    )
    block.shape(ring(1230, 150, 84), PAPER)
    base = 545
    houses = (
        (430, 190, 250),
        (620, 150, 320),
        (770, 210, 230),
        (980, 160, 290),
        (1140, 230, 210),
        (1370, 240, 260),
    )
    for x, width, height in houses:
        front = [
            (x, base),
            (x, base - height),
            (x + width / 2, base - height - 90),
            (x + width, base - height),
            (x + width, base),
        ]
        block.shape(ribbon([*front, front[0]], 14, ends=1), INK)
        block.shape(front, PAPER)
        roof = [(x - 12, base - height), (x + width / 2, base - height - 98), (x + width + 12, base - height)]
        block.shape(ribbon([*roof, roof[0]], 16, ends=1), PAPER)
        block.shape(roof, SEAL if x == 980 else INK)
        block.shade(
            front,
            block.hatch(
                (x, base - height, x + width, base),
                gap=15,
                width=5,
                angle=90,
                length=110,
                weight=only_beyond(x + width * 0.66),
            ),
            INK,
        )
        for k in range(2):
            for floor in range(int(height // 100)):
                block.shape(box(x + 30 + k * (width - 100), base - height + 26 + floor * 96, 40, 54), INK)
    block.shape(box(0, base - 8, WIDTH, 400), PAPER)
    for x, width, height in houses:
        ripple = [
            lens(
                (x - 10 + 18 * math.sin(k), base + 6 + k * 17),
                (x + width + 10 + 18 * math.sin(k * 1.7), base + 6 + k * 17),
                10 - k * 0.4,
            )
            for k in range(int(height // 22))
        ]
        block.cut(ripple, INK)
    block.sea(base, HEIGHT, calm=0.8)
    _staff(block)


def _staff(block: Block) -> None:
    board = [(150, 60), (300, 60), (300, 900), (150, 900)]
    block.shape(ribbon([*board, board[0]], 22, ends=1), INK)
    block.shape(board, PAPER)
    for k in range(21):
        y = 90 + k * 40
        long = k % 5 == 0
        block.shape(box(300 - (120 if long else 62), y, 120 if long else 62, 20), SEAL if k == 11 else INK)
    block.cut([lens((60, 556 + k * 30), (430, 552 + k * 30), 10, bend=-10) for k in range(8)], INK)
    block.shape([(80, 516), (146, 540), (80, 564)], SEAL)


SCENES = {"gulls": gulls, "pier": pier, "lighthouse": lighthouse, "dock": dock, "river": river}
