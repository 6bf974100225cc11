"""Scenes of the streets: what runs, what is sold, what is counted."""

import math

from demo_pictures.woodcut import HEIGHT, INK, PAPER, SEAL, WIDTH, Block, box, lens, ribbon, ring, smooth


def tram(block: Block) -> None:
    """The last tram, the last ferry, and the ninety seconds between them."""
    block.shape(box(0, 0, WIDTH, 640), INK)
    block.cut(
        block.hatch((0, 0, WIDTH, 500), gap=26, width=6, length=420, weight=lambda x, y: 0.25 + y / 620),
        PAPER,
    )
    block.shape(ring(200, 170, 70), PAPER)
    block.shape(ring(228, 152, 62), INK)
    block.shape(box(0, 520, 420, 130), PAPER)
    block.sea(518, 640, calm=0.6)
    ferry = [(70, 500), (330, 500), (300, 540), (100, 540)]
    block.shape(ribbon([*ferry, ferry[0]], 10, ends=1), PAPER)
    block.shape(ferry, INK)
    block.shape(box(130, 458, 140, 44), PAPER)
    for k in range(4):
        block.shape(box(142 + k * 32, 470, 18, 18), INK)
    block.shape(box(190, 410, 26, 50), SEAL)
    block.shape([(0, 640), (WIDTH, 640), (WIDTH, HEIGHT), (0, HEIGHT)], PAPER)
    block.cut(
        block.hatch(
            (0, 650, WIDTH, 900), gap=24, width=7, length=130, weight=lambda x, y: 0.5 + (y - 650) / 500
        ),
        INK,
    )
    for y, width in ((742, 12), (846, 20)):
        block.shape(box(0, y - width, WIDTH, width * 2.6), PAPER)
        block.shape(box(0, y, WIDTH, width), INK)
    block.line([(430, 70), (WIDTH, 60)], 6, PAPER, ends=1)
    _tram_body(block)


def _tram_body(block: Block) -> None:
    block.line([(960, 190), (860, 110), (1010, 68)], 9, PAPER, ends=1)
    body = smooth(
        [(480, 700), (470, 420), (500, 250), (560, 206), (1660, 200), (1660, 712), (500, 712)], steps=6
    )
    block.shape(ribbon([*body, body[0]], 16, ends=1), PAPER)
    block.shape(body, INK)
    block.shape([(476, 500), (1620, 500), (1620, 590), (478, 590)], SEAL)
    block.cut([lens((490, 512 + k * 20), (1600, 514 + k * 20), 3) for k in range(4)], PAPER)
    for k in range(5):
        x = 700 + k * 190
        block.shape(box(x, 270, 150, 200), PAPER)
        block.shade(
            box(x, 270, 150, 200),
            [lens((x - 10, 300 + j * 22), (x + 60 - j * 8, 280 + j * 10), 5) for j in range(5)],
            INK,
        )
    block.shape([(520, 270), (662, 270), (662, 480), (498, 480)], PAPER)
    head = smooth([(560, 330), (590, 306), (622, 320), (626, 356), (604, 384), (572, 376)])
    block.shape(head, INK)
    block.shape([(546, 318), (636, 312), (640, 328), (546, 334)], INK)
    block.shape(smooth([(520, 480), (536, 410), (590, 386), (640, 410), (656, 480)]), INK)
    for x in (890, 1270):
        block.shape(ring(x, 408, 24, 28), INK)
        block.shape([(x - 46, 470), (x - 30, 436), (x + 30, 436), (x + 46, 470)], INK)
    block.shape(ring(560, 232, 22), PAPER)
    block.shape(ring(512, 640, 34), PAPER)
    block.shape(ring(512, 640, 22), SEAL)
    block.shape([(478, 650), (0, 780), (0, 880), (486, 690)], PAPER)
    block.cut([lens((20, 790 + k * 18), (430, 676 + k * 6), 4) for k in range(4)], INK)
    for x in (640, 790, 1200, 1350):
        block.shape(ring(x, 716, 62), PAPER)
        block.shape(ring(x, 716, 52), INK)
        block.shape(ring(x, 716, 18), PAPER)


def steps(block: Block) -> None:
    """Chandlers' Stairs from below, and somebody who has got as far as thirty-one."""
    block.shape(box(0, 0, WIDTH, HEIGHT), PAPER)
    block.sky(0, 300, gap=20, width=8)
    block.shape([(0, 0), (560, 130), (660, 300), (420, 900), (0, 900)], INK)
    block.shape([(WIDTH, 0), (1060, 110), (930, 300), (1180, 900), (WIDTH, 900)], INK)
    count = 17
    for k in range(count):
        near, far = (k / count) ** 1.55, ((k + 1) / count) ** 1.55
        y0, y1 = 300 + 600 * near, 300 + 600 * far
        left, right = 660 - 330 * near, 930 + 330 * near
        block.shape([(left, y0), (right, y0), (right + 4, y1), (left - 4, y1)], PAPER)
        riser = y0 + (y1 - y0) * 0.42
        block.shape([(left, riser), (right, riser), (right + 8, y1), (left - 8, y1)], INK)
        if y1 - y0 > 24:
            block.cut(
                [
                    lens(
                        (left + 30 + j * 190, riser + (y1 - riser) * 0.5),
                        (left + 170 + j * 190, riser + (y1 - riser) * 0.56),
                        4 + near * 5,
                    )
                    for j in range(int((right - left) // 190))
                ],
                PAPER,
            )
    _walls(block)
    for rail in ([(640, 236), (190, 900)], [(950, 236), (1400, 900)]):
        block.line(rail, 24, INK, ends=0.8)
        block.line(rail, 12, PAPER, ends=0.8)
    _counter(block)


def _walls(block: Block) -> None:
    left = [(0, 0), (560, 130), (660, 300), (420, 900), (0, 900)]
    right = [(WIDTH, 0), (1060, 110), (930, 300), (1180, 900), (WIDTH, 900)]
    block.shade(left, [lens((-20, -120 + k * 88), (690, 222 + k * 9), 9) for k in range(15)], PAPER)
    block.shade(right, [lens((WIDTH + 20, -120 + k * 88), (900, 222 + k * 9), 9) for k in range(15)], PAPER)
    for x, y, w, h in ((80, 180, 110, 170), (280, 250, 84, 130), (430, 290, 60, 90)):
        window = [(x, y), (x + w, y + w * 0.18), (x + w, y + h), (x, y + h)]
        block.shape(ribbon([*window, window[0]], 14, ends=1), PAPER)
        block.shape(window, INK)
        block.line([(x + w / 2, y + 10), (x + w / 2, y + h)], 7, PAPER, ends=1)
    for x, y, w, h in ((1420, 170, 110, 170), (1250, 250, 84, 130), (1130, 290, 58, 90)):
        window = [(x, y + w * 0.18), (x + w, y), (x + w, y + h), (x, y + h)]
        block.shape(ribbon([*window, window[0]], 14, ends=1), INK)
        block.shape(window, PAPER)
        block.line([(x + w / 2, y + 10), (x + w / 2, y + h)], 7, INK, ends=1)


def _counter(block: Block) -> None:
    block.shape(smooth([(700, 700), (716, 560), (752, 520), (800, 514), (846, 536), (872, 700)]), PAPER)
    coat = smooth([(716, 690), (730, 566), (762, 530), (800, 522), (836, 544), (858, 690)])
    block.shape(coat, SEAL)
    block.shade(coat, [lens((744 + k * 34, 690), (770 + k * 18, 548), 7) for k in range(4)], PAPER)
    block.shape(box(744, 684, 34, 76), INK)
    block.shape(box(800, 684, 34, 56), INK)
    block.shape(ring(792, 470, 56), PAPER)
    block.shape(ring(792, 472, 46), INK)
    block.shape(smooth([(738, 470), (750, 420), (794, 402), (838, 422), (848, 470), (792, 452)]), INK)
    block.line([(842, 566), (900, 540), (936, 470)], 24, SEAL, ends=0.7)
    block.shape(ring(940, 462, 17), INK)
    board = [(660, 560), (742, 548), (752, 640), (668, 650)]
    block.shape(ribbon([*board, board[0]], 10, ends=1), INK)
    block.shape(board, PAPER)
    block.cut(
        [lens((684 + k * 12, 574), (688 + k * 12, 630), 4) for k in range(4)]
        + [lens((676, 620), (730, 582), 4)],
        INK,
    )


def market(block: Block) -> None:
    """The clock that nobody asked, and the mackerel that do not mind."""
    block.shape(box(0, 0, WIDTH, 520), INK)
    block.cut(
        block.hatch(
            (0, 0, WIDTH, 500),
            gap=30,
            width=8,
            angle=90,
            length=260,
            weight=lambda x, _y: 1.0 if x < 420 or x > 1190 else 0.0,
        ),
        PAPER,
    )
    block.shape(ring(800, 300, 270), PAPER)
    block.shape(ring(800, 300, 248), INK)
    block.shape(ring(800, 300, 226), PAPER)
    for k in range(60):
        a = math.tau * k / 60
        inner = 176 if k % 5 == 0 else 204
        block.line(
            [
                (800 + inner * math.cos(a), 300 + inner * math.sin(a)),
                (800 + 220 * math.cos(a), 300 + 220 * math.sin(a)),
            ],
            15 if k % 5 == 0 else 5,
            ends=1,
        )
    block.shape([(800 - 22, 330), (952, 176), (822, 322)], SEAL)
    block.line([(800, 300), (740, 392)], 20, SEAL, ends=0.6)
    block.shape(ring(800, 300, 26), INK)
    block.shape(box(0, 520, WIDTH, 380), PAPER)
    block.shape(box(0, 512, WIDTH, 26), INK)
    ice = block.hatch((0, 545, WIDTH, HEIGHT), gap=30, width=8, angle=-32, length=46)
    block.cut(ice, INK)
    for k, (x, y) in enumerate(((-60, 700), (330, 640), (520, 800), (900, 690), (1090, 836), (1290, 650))):
        _mackerel(block, x, y, 1.0, -9 + (k % 3) * 5)


def _mackerel(block: Block, x: float, y: float, size: float, turn: float) -> None:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def at(u: float, v: float) -> tuple[float, float]:
        return x + size * (u * cos - v * sin), y + size * (u * sin + v * cos)

    body = smooth(
        [
            at(*p)
            for p in (
                (0, 0),
                (60, -34),
                (150, -60),
                (260, -52),
                (360, -22),
                (420, -6),
                (420, 8),
                (350, 30),
                (250, 56),
                (140, 58),
                (50, 34),
            )
        ]
    )
    tail = [at(410, 0), at(486, -56), at(466, 2), at(488, 60)]
    for part in (tail, body):
        block.shape(ribbon([*part, part[0]], 14, ends=1), PAPER)
        block.shape(part, INK)
    belly = smooth(
        [at(*p) for p in ((56, 12), (150, 10), (300, 8), (400, 4), (350, 24), (250, 46), (140, 48), (64, 30))]
    )
    block.shape(belly, PAPER)
    stripes = [lens(at(100 + k * 34, -56), at(88 + k * 34, -2), 10, bend=9) for k in range(9)]
    block.shade(body, stripes, PAPER)
    gill = [at(92, -44), at(106, 0), at(92, 44)]
    block.line(smooth(gill, is_closed=False), 9, INK, ends=0.4)
    block.shape(ring(*at(46, -10), 17 * size), PAPER)
    block.shape(ring(*at(46, -10), 9 * size), SEAL)
    block.cut([lens(at(4, 6), at(50, 16), 4)], PAPER)


def bakery(block: Block) -> None:
    """The oven at four in the morning, the man, and sixty-two cents each."""
    block.shape(box(0, 0, WIDTH, HEIGHT), INK)
    bricks = []
    for row in range(13):
        for column in range(12):
            x = column * 150 - (row % 2) * 75
            bricks.append(lens((x + 8, 50 + row * 46), (x + 142, 50 + row * 46), 6))
            bricks.append(lens((x, 54 + row * 46), (x, 92 + row * 46), 5))
    block.cut(bricks, PAPER)
    arch = [
        (560, 620),
        (560, 360),
        *[
            (800 - 240 * math.cos(math.pi * k / 20), 360 - 210 * math.sin(math.pi * k / 20))
            for k in range(1, 20)
        ],
        (1040, 360),
        (1040, 620),
    ]
    outer = [
        (500, 620),
        (500, 360),
        *[
            (800 - 300 * math.cos(math.pi * k / 20), 360 - 270 * math.sin(math.pi * k / 20))
            for k in range(1, 20)
        ],
        (1100, 360),
        (1100, 620),
    ]
    block.shape(outer, PAPER)
    for k in range(11):
        a = math.pi * k / 10
        block.line(
            [
                (800 - 244 * math.cos(a), 360 - 214 * math.sin(a)),
                (800 - 300 * math.cos(a), 360 - 270 * math.sin(a)),
            ],
            10,
            ends=1,
        )
    block.shape(arch, SEAL)
    flames = [
        lens(
            (600 + k * 44, 600), (640 + k * 34 + (k % 3) * 14, 330 + (k % 4) * 40), 16, bend=14 - (k % 2) * 28
        )
        for k in range(10)
    ]
    block.shade(arch, flames, PAPER)
    block.shade(
        arch,
        [lens((576 + k * 52, 612), (600 + k * 46, 440 + (k % 3) * 40), 13, bend=-10) for k in range(10)],
        INK,
    )
    _baker(block)
    block.shape(box(0, 640, WIDTH, 260), PAPER)
    block.shape(box(0, 640, WIDTH, 16), INK)
    for row in range(2):
        for k in range(8):
            _roll(block, 90 + k * 206 - row * 90, 740 + row * 110)


def _baker(block: Block) -> None:
    figure = smooth(
        [(1120, 640), (1140, 430), (1190, 370), (1260, 350), (1340, 372), (1390, 440), (1410, 640)]
    )
    for part in (
        figure,
        ring(1250, 290, 56, 62),
        [(1180, 262), (1186, 190), (1230, 160), (1290, 164), (1322, 200), (1316, 262)],
    ):
        block.shape(ribbon([*part, part[0]], 18, ends=1), INK)
        block.shape(part, PAPER)
    block.shade(
        figure,
        block.hatch(
            (1260, 350, 1410, 640),
            gap=17,
            width=7,
            angle=80,
            length=110,
            weight=lambda x, _y: max(0.0, (x - 1270) / 110),
        ),
        INK,
    )
    block.shape([(1180, 480), (1330, 470), (1350, 640), (1170, 640)], INK)
    block.shade(
        [(1180, 480), (1330, 470), (1350, 640), (1170, 640)],
        [lens((1196 + k * 34, 640), (1204 + k * 28, 490), 6) for k in range(5)],
        PAPER,
    )
    block.cut([lens((1196, 290), (1222, 290), 7), lens((1204, 322), (1238, 326), 8)], INK)
    block.line([(1190, 450), (1080, 520), (1000, 548)], 36, PAPER, ends=0.9)
    block.line([(1400, 430), (1060, 536), (700, 590)], 15, INK, ends=1)
    block.shape(smooth([(560, 590), (700, 566), (740, 590), (690, 618)]), INK)
    block.shape(ring(640, 572, 44, 24), PAPER)


def _roll(block: Block, x: float, y: float) -> None:
    block.shape(
        smooth(
            [
                (x - 88, y + 44),
                (x - 80, y - 14),
                (x - 20, y - 52),
                (x + 50, y - 40),
                (x + 90, y + 6),
                (x + 84, y + 46),
                (x, y + 56),
            ]
        ),
        INK,
    )
    crust = smooth(
        [
            (x - 74, y + 34),
            (x - 66, y - 10),
            (x - 18, y - 38),
            (x + 44, y - 28),
            (x + 74, y + 8),
            (x + 68, y + 34),
            (x, y + 42),
        ]
    )
    block.shape(crust, PAPER)
    block.cut(
        [
            lens((x - 44, y - 14), (x + 48, y + 6), 10, bend=-12),
            lens((x - 54, y + 14), (x + 20, y + 30), 6, bend=8),
            lens((x + 20, y + 34), (x + 70, y + 22), 7),
        ],
        INK,
    )


def fax(block: Block) -> None:
    """The machine, and the sea that it has been sending since last spring."""
    block.sky(0, 420, gap=21, width=8)
    block.shape(box(0, 560, WIDTH, 340), INK)
    block.cut(block.hatch((700, 560, WIDTH, 900), gap=26, width=7, length=300), PAPER)
    block.shape([(-20, 470), (980, 470), (940, 900), (-20, 900)], INK)
    block.shade(
        [(-20, 470), (980, 470), (940, 900), (-20, 900)],
        [lens((-20, 520 + k * 52), (970, 520 + k * 52), 7) for k in range(8)],
        PAPER,
    )
    sheet = smooth(
        [
            (600, 420),
            (640, 540),
            (740, 650),
            (900, 690),
            (1100, 640),
            (1330, 590),
            (1660, 640),
            (1660, 980),
            (-60, 980),
            (60, 860),
            (150, 740),
            (180, 600),
            (190, 420),
        ],
        steps=12,
    )
    block.shape(ribbon([*sheet, sheet[0]], 18, ends=1), INK)
    block.shape(sheet, PAPER)
    block.cut(
        [lens((226, 520 + k * 30), (520 + (k % 3) * 36 + k * 8, 524 + k * 30), 8) for k in range(6)], INK
    )
    for k in range(8):
        start = 3 if k < 2 else 0
        waves = [
            (j * 190 + 40 - (k % 2) * 90, 700 + k * 32 - 14 * math.sin(j * 0.8)) for j in range(start, 10)
        ]
        block.cut([lens((x, y), (x + 150 + k * 8, y - 6), 6 + k, bend=-14 - k) for x, y in waves], INK)
    for x, y, s in ((1330, 660, 1.0), (1010, 780, 1.6)):
        block.shape(
            [(x - 60 * s, y), (x + 64 * s, y), (x + 44 * s, y + 26 * s), (x - 46 * s, y + 26 * s)], INK
        )
        block.shape([(x - 4 * s, y - 8 * s), (x - 4 * s, y - 106 * s), (x + 52 * s, y - 8 * s)], SEAL)
        block.shape([(x - 12 * s, y - 8 * s), (x - 12 * s, y - 82 * s), (x - 46 * s, y - 8 * s)], INK)
    _machine(block)


def _machine(block: Block) -> None:
    top = [(150, 190), (800, 190), (900, 340), (60, 340)]
    front = [(60, 340), (900, 340), (880, 478), (80, 478)]
    for face in (top, front):
        block.shape(ribbon([*face, face[0]], 20, ends=1), PAPER)
        block.shape(face, INK)
    block.shade(
        front,
        block.hatch(
            (60, 340, 900, 480), gap=16, width=6, length=200, weight=lambda x, _y: 1.0 if x > 640 else 0.0
        ),
        PAPER,
    )
    block.shape([(170, 392), (620, 392), (616, 432), (176, 432)], PAPER)
    for row in range(4):
        for k in range(3):
            block.shape(box(196 + k * 58 - row * 8, 214 + row * 30, 40, 20), PAPER)
    block.shape(ring(470, 250, 34, 24), SEAL)
    block.shape(box(410, 296, 120, 16), PAPER)
    handset = smooth(
        [
            (560, 300),
            (560, 232),
            (610, 200),
            (690, 214),
            (700, 236),
            (800, 236),
            (812, 214),
            (890, 208),
            (930, 244),
            (916, 306),
            (860, 316),
            (830, 290),
            (680, 292),
            (640, 318),
        ]
    )
    block.shape(ribbon([*handset, handset[0]], 18, ends=1), PAPER)
    block.shape(handset, INK)
    block.shade(
        handset, [lens((590, 236 + k * 18), (900, 240 + k * 18), 6, bend=12) for k in range(3)], PAPER
    )
    cord = [(900 + 34 * math.sin(k * 1.35), 316 + k * 16) for k in range(12)]
    block.line(smooth(cord, is_closed=False), 9, INK, ends=1)


SCENES = {"tram": tram, "steps": steps, "market": market, "bakery": bakery, "fax": fax}
