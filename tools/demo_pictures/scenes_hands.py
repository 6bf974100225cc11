"""Scenes of work by hand and of voices: the Japanese, Turkish and Arabic pages."""

import math

from demo_pictures.woodcut import HEIGHT, INK, PAPER, SEAL, WIDTH, Block, box, lens, ribbon, ring, smooth


def bathhouse(block: Block) -> None:
    """The wall of the men's side: where others have a mountain, a lighthouse."""
    sun = (1150.0, 250.0)
    for k in range(28):
        a = math.tau * k / 28
        block.cut(
            [
                lens(
                    (sun[0] + 190 * math.cos(a), sun[1] + 190 * math.sin(a)),
                    (sun[0] + 1300 * math.cos(a), sun[1] + 1300 * math.sin(a)),
                    17,
                )
            ],
            INK,
        )
    block.shape(ring(*sun, 165), SEAL)
    cloud = [(0, 330), (90, 270), (200, 300), (300, 240), (430, 290), (520, 330), (0, 350)]
    block.shape(smooth(cloud), PAPER)
    block.line(smooth(cloud, is_closed=False), 12, ends=0.8)
    hill = smooth(
        [
            (-60, 520),
            (80, 430),
            (240, 400),
            (420, 380),
            (560, 300),
            (650, 300),
            (720, 380),
            (860, 440),
            (1000, 520),
        ]
    )
    block.shape(ribbon([*hill, hill[0]], 20, ends=1), PAPER)
    block.shape(hill, INK)
    block.shade(
        hill,
        block.hatch(
            (0, 300, 1000, 520),
            gap=24,
            width=8,
            angle=52,
            length=80,
            weight=lambda x, _y: 1.0 if x < 560 else 0.0,
        ),
        PAPER,
    )
    tower = [(572, 120), (640, 120), (664, 306), (548, 306)]
    block.shape(ribbon([*tower, tower[0]], 16, ends=1), INK)
    block.shape(tower, PAPER)
    block.shape([(566, 170), (646, 170), (652, 220), (560, 220)], SEAL)
    block.shape(box(556, 104, 100, 16), INK)
    block.shape(box(582, 56, 48, 50), INK)
    block.shape(ring(606, 82, 14), SEAL)
    block.shape([(572, 58), (640, 58), (606, 16)], INK)
    block.shape(box(0, 470, WIDTH, 50), PAPER)
    block.cut([lens((k * 110 - 30, 496), (k * 110 + 90, 494), 11, bend=-18) for k in range(15)], INK)
    _tiles(block)
    _bath(block)


def _tiles(block: Block) -> None:
    block.shape(box(0, 516, WIDTH, 400), PAPER)
    block.shape(box(0, 512, WIDTH, 13), INK)
    for k in range(3):
        block.line([(0, 566 + k * 46), (WIDTH, 566 + k * 46)], 5, ends=1)
        for j in range(17):
            x = j * 100 + (k % 2) * 50
            block.line([(x, 524 + k * 46), (x, 562 + k * 46)], 5, ends=1)


def _bath(block: Block) -> None:
    block.shape([(120, 640), (1480, 640), (1660, 930), (-60, 930)], INK)
    block.shape([(170, 664), (1430, 664), (1580, 900), (20, 900)], PAPER)
    water = [(190, 690), (1410, 690), (1545, 900), (55, 900)]
    block.shape(water, INK)
    block.shade(
        water,
        [
            lens(
                (190 + (k * 331) % 900 - k * 12, 706 + k * 15),
                (470 + (k * 331) % 900 + k * 14, 704 + k * 15),
                7 + k * 0.3,
                bend=-5,
            )
            for k in range(13)
        ],
        PAPER,
    )
    block.shade(
        water,
        [
            lens((1000 + 30 * math.sin(k * 1.4), 700 + k * 18), (1250 + 40 * math.sin(k), 700 + k * 18), 9)
            for k in range(9)
        ],
        SEAL,
    )
    for x in (430, 620, 800):
        steam = smooth(
            [(x, 700), (x - 46, 620), (x + 40, 540), (x - 34, 450), (x + 20, 360)], is_closed=False
        )
        block.line(steam, 40, PAPER, ends=0)
        block.line(steam, 9, INK, ends=0)
    _bather(block)
    pail = [(1300, 560), (1460, 560), (1440, 662), (1320, 662)]
    block.shape(ribbon([*pail, pail[0]], 12, ends=1), INK)
    block.shape(pail, SEAL)
    block.shade(pail, [lens((1330 + k * 34, 560), (1338 + k * 28, 662), 6) for k in range(4)], PAPER)
    block.shape(box(1306, 592, 150, 13), INK)


def _bather(block: Block) -> None:
    shoulders = smooth([(470, 900), (490, 830), (570, 806), (640, 800), (710, 806), (790, 830), (810, 900)])
    block.shape(shoulders, PAPER)
    block.cut(
        [lens((640, 826), (640, 900), 6), lens((540, 850), (600, 862), 5), lens((740, 850), (680, 862), 5)],
        INK,
    )
    block.shape([(612, 780), (668, 780), (676, 822), (604, 822)], PAPER)
    head = ring(640, 748, 62, 58)
    block.shape(ribbon([*head, head[0]], 16, ends=1), PAPER)
    block.shape(head, INK)
    block.cut([lens((606 + k * 17, 790), (612 + k * 14, 716), 5) for k in range(5)], PAPER)
    towel = [(584, 692), (696, 688), (700, 714), (582, 718)]
    block.shape(ribbon([*towel, towel[0]], 12, ends=1), INK)
    block.shape(towel, PAPER)
    for k in range(3):
        block.cut(
            [
                lens((430 - k * 20, 846 + k * 24), (490 - k * 10, 842 + k * 24), 7),
                lens((790 + k * 10, 842 + k * 24), (860 + k * 20, 846 + k * 24), 7),
            ],
            PAPER,
        )


def voice(block: Block) -> None:
    """A girl of nine, a microphone of about fifty, and the next stop."""
    block.sky(0, 700, gap=22, width=9)
    block.shape(ring(640, 430, 330), SEAL)
    block.cut(
        [
            lens((290 + abs(k - 5) * 6, 210 + k * 46), (990 - abs(k - 5) * 6, 214 + k * 46), 6)
            for k in range(11)
        ],
        PAPER,
    )
    hair = smooth(
        [
            (300, 700),
            (270, 520),
            (300, 330),
            (400, 210),
            (540, 190),
            (640, 240),
            (690, 330),
            (650, 380),
            (560, 372),
            (520, 470),
            (540, 600),
            (500, 720),
            (400, 740),
        ]
    )
    face = smooth(
        [
            (500, 330),
            (600, 318),
            (676, 340),
            (690, 400),
            (682, 440),
            (722, 500),
            (728, 520),
            (694, 530),
            (698, 556),
            (688, 570),
            (694, 592),
            (674, 606),
            (664, 650),
            (610, 670),
            (560, 660),
            (470, 640),
            (460, 440),
        ]
    )
    block.shape([(440, 620), (590, 640), (610, 780), (420, 780)], PAPER)
    block.shape(face, PAPER)
    block.line(face[:120], 12, ends=1)
    block.shape(hair, INK)
    block.shade(
        hair,
        [lens((330 + k * 34, 700 - k * 4), (420 + k * 28, 250 + k * 6), 9, bend=-46) for k in range(7)],
        PAPER,
    )
    block.cut(
        [
            lens((612, 440), (668, 436), 9, bend=-10),
            lens((604, 404), (668, 396), 7, bend=-8),
            lens((664, 580), (694, 576), 7),
        ],
        INK,
    )
    coat = smooth([(120, 930), (200, 800), (380, 736), (480, 790), (600, 750), (720, 810), (790, 930)])
    block.shape(ribbon([*coat, coat[0]], 14, ends=1), PAPER)
    block.shape(coat, INK)
    block.shade(coat, [lens((200 + k * 64, 910), (300 + k * 44, 770), 8, bend=-14) for k in range(9)], PAPER)
    _microphone(block)


def _microphone(block: Block) -> None:
    block.line([(1010, 900), (1010, 700)], 30, ends=1)
    block.shape(box(860, 866, 300, 40), INK)
    yoke = [(890, 540), (890, 660), (940, 716), (1010, 728), (1080, 716), (1130, 660), (1130, 540)]
    block.line(smooth(yoke, is_closed=False), 24, ends=1)
    capsule = smooth(
        [
            (1010, 250),
            (1096, 290),
            (1116, 420),
            (1112, 560),
            (1078, 650),
            (1010, 676),
            (942, 650),
            (908, 560),
            (904, 420),
            (924, 290),
        ]
    )
    block.shape(ribbon([*capsule, capsule[0]], 26, ends=1), PAPER)
    block.shape(capsule, INK)
    block.shade(capsule, [lens((890, 300 + k * 27), (1130, 300 + k * 27), 9) for k in range(7)], PAPER)
    block.shade(capsule, [lens((890, 540 + k * 27), (1130, 540 + k * 27), 9) for k in range(5)], PAPER)
    block.shade(capsule, [lens((1010, 252), (1010, 480), 14)], PAPER)
    block.shape(box(898, 478, 224, 44), PAPER)
    block.shape(box(906, 488, 208, 24), SEAL)
    for k in range(4):
        r = 190 + k * 84
        points = [
            (1030 + r * math.cos(a / 20 * 1.3 - 0.65), 440 + r * math.sin(a / 20 * 1.3 - 0.65))
            for a in range(21)
        ]
        block.line(points, 30 - k * 4, PAPER, ends=0.4)
        block.line(points, 18 - k * 3, INK, ends=0.2)


def caulker(block: Block) -> None:
    """The hull of the Yakamoz from below, and the seam that has to sing."""
    block.sky(0, 420, gap=22, width=8)
    block.shape(box(0, 770, WIDTH, 130), PAPER)
    block.cut(block.hatch((0, 775, WIDTH, 900), gap=22, width=8, length=120), INK)
    hull = smooth(
        [
            (420, -60),
            (1700, -60),
            (1700, 640),
            (1400, 690),
            (1100, 690),
            (830, 630),
            (640, 500),
            (500, 320),
            (420, 120),
        ]
    )
    block.shape(ribbon([*hull, hull[0]], 24, ends=1), PAPER)
    block.shape(hull, INK)
    for k in range(9):
        seam = smooth(
            [
                (430 + k * 34, 60 - k * 14),
                (540 + k * 30, 290 - k * 34),
                (700 + k * 24, 470 - k * 46),
                (900 + k * 18, 590 - k * 56),
                (1200, 640 - k * 62),
                (1650, 620 - k * 68),
            ],
            is_closed=False,
        )
        block.line(seam, 9 if k != 2 else 22, PAPER, ends=0.7)
        if k == 2:
            block.line(seam[:38], 13, SEAL, ends=0.7)
    block.shade(
        hull,
        block.hatch(
            (860, 480, 1650, 700),
            gap=13,
            width=4,
            angle=4,
            length=160,
            weight=lambda _x, y: max(0.0, (y - 540) / 160),
        ),
        PAPER,
    )
    for x, y in ((920, 650), (1240, 690), (1500, 670)):
        block.line([(x, y), (x - 60, 900)], 34, INK, ends=1)
        block.line([(x - 8, y + 20), (x - 60, 890)], 7, PAPER, ends=1)
    block.shape(box(1010, 800, 420, 34), INK)
    block.shape(box(1050, 760, 330, 34), INK)
    _master(block)


def _master(block: Block) -> None:
    legs = smooth(
        [
            (240, 900),
            (250, 700),
            (300, 620),
            (400, 620),
            (440, 700),
            (470, 900),
            (390, 900),
            (352, 740),
            (320, 900),
        ]
    )
    body = smooth([(236, 660), (240, 470), (290, 390), (370, 372), (430, 410), (446, 520), (440, 660)])
    for part in (legs, body):
        block.shape(ribbon([*part, part[0]], 18, ends=1), PAPER)
        block.shape(part, INK)
    block.shade(body, [lens((262 + k * 26, 650), (286 + k * 22, 410), 7, bend=8) for k in range(5)], PAPER)
    head = ring(380, 316, 54, 60)
    block.shape(ribbon([*head, head[0]], 16, ends=1), PAPER)
    block.shape(head, PAPER)
    block.line([*head, head[0]], 9, ends=1)
    block.shape(smooth([(318, 300), (330, 250), (390, 232), (440, 262), (446, 290), (380, 286)]), INK)
    block.shape([(432, 276), (484, 288), (440, 298)], INK)
    block.cut([lens((396, 352), (440, 346), 14), lens((404, 318), (424, 316), 7)], INK)
    block.line([(420, 440), (530, 470), (640, 420)], 44, INK, ends=0.8)
    block.line([(420, 446), (530, 478), (636, 424)], 6, PAPER, ends=0.8)
    block.line([(640, 440), (744, 330)], 20, PAPER, ends=1)
    block.line([(640, 440), (740, 336)], 11, INK, ends=1)
    block.line([(280, 440), (210, 540), (330, 580), (430, 540)], 44, INK, ends=0.8)
    block.line([(282, 452), (224, 536), (332, 566)], 6, PAPER, ends=0.8)
    block.line([(430, 560), (560, 560)], 18, INK, ends=1)
    mallet = [(540, 500), (620, 492), (632, 620), (552, 628)]
    block.shape(ribbon([*mallet, mallet[0]], 14, ends=1), PAPER)
    block.shape(mallet, SEAL)
    block.cut([lens((552, 530), (620, 524), 8), lens((556, 596), (628, 590), 8)], INK)


def oud(block: Block) -> None:
    """An oud that was once a boat, and the boat that it still remembers."""
    block.sky(0, 420, gap=22, width=8)
    block.sea(440, HEIGHT, calm=1.3)
    boat = smooth(
        [(60, 400), (180, 424), (330, 424), (460, 392), (420, 470), (340, 500), (170, 500), (100, 470)]
    )
    block.shape(boat, INK)
    block.shade(boat, [lens((100, 440 + k * 17), (440, 436 + k * 17), 6, bend=10) for k in range(3)], PAPER)
    block.line([(250, 424), (250, 150)], 10, ends=1)
    block.shape([(262, 168), (262, 400), (420, 384)], SEAL)
    block.shape([(240, 200), (240, 400), (130, 390)], INK)
    neck = [(1070, 300), (1130, 352), (1440, 80), (1404, 44)]
    block.shape(ribbon([*neck, neck[0]], 26, ends=1), PAPER)
    block.shape(neck, INK)
    head = [(1404, 44), (1450, 90), (1590, 150), (1606, 112)]
    block.shape(ribbon([*head, head[0]], 26, ends=1), PAPER)
    block.shape(head, INK)
    for k in range(5):
        x, y = 1450 + k * 30, 84 + k * 14
        block.line([(x, y), (x + 26, y - 54)], 13, PAPER, ends=1)
        block.line([(x, y), (x + 24, y - 50)], 8, INK, ends=1)
    bowl = smooth(
        [
            (1110, 316),
            (1180, 420),
            (1190, 560),
            (1110, 720),
            (950, 820),
            (760, 830),
            (620, 740),
            (570, 590),
            (620, 440),
            (760, 340),
            (930, 300),
            (1050, 290),
        ]
    )
    block.shape(ribbon([*bowl, bowl[0]], 40, ends=1), PAPER)
    block.shape(bowl, INK)
    table = smooth(
        [
            (1098, 330),
            (1140, 430),
            (1140, 560),
            (1066, 696),
            (930, 780),
            (776, 788),
            (664, 712),
            (626, 590),
            (664, 466),
            (780, 378),
            (930, 334),
            (1046, 318),
        ]
    )
    block.shape(table, PAPER)
    block.shade(
        table,
        block.hatch(
            (620, 310, 1150, 800),
            gap=21,
            width=4,
            angle=-42,
            length=260,
            weight=lambda x, y: 0.9 if x + y > 1420 or x < 740 else 0.35,
        ),
        INK,
    )
    _rosette(block, 930, 500)
    for k in range(6):
        o = k * 11 - 27
        block.line([(726 + o, 690 + o), (1420 + o * 0.5, 66 + o * 0.5)], 4, INK if k % 2 else SEAL, ends=1)
    bridge = [(668, 660), (694, 630), (772, 712), (744, 740)]
    block.shape(bridge, INK)


def _rosette(block: Block, x: float, y: float) -> None:
    block.shape(ring(x, y, 92), INK)
    block.shape(ring(x, y, 78), SEAL)
    for k in range(12):
        a = math.tau * k / 12
        block.cut(
            [
                lens(
                    (x + 20 * math.cos(a), y + 20 * math.sin(a)),
                    (x + 76 * math.cos(a), y + 76 * math.sin(a)),
                    11,
                )
            ],
            INK,
        )
        b = a + math.tau / 24
        block.shape(ring(x + 56 * math.cos(b), y + 56 * math.sin(b), 9), PAPER)
    block.shape(ring(x, y, 22), INK)
    block.shape(ring(x, y, 10), PAPER)


SCENES = {"bathhouse": bathhouse, "voice": voice, "caulker": caulker, "oud": oud}
