"""Invented identifiers, by kind: the value as someone would type it. Seeded, to repeat."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Maker = Callable[[Random], str]
MONTHS = "January February March April May June July August September October November December"
ROADS = "Kestrel Larch Windmill Bramble Foundry Chapel Quarry Harbour Tannery Orchard Priory Osier"
OUTWARD = "SE1 LS6 M14 B33 CR2 DN55 EC1A W1A CF10 NE4 SW1A BT7 EH3 L8 PO5 HX1 TS10 S2 G51 IP4"
MAILED = "icloud.example gmail.example nhs.example school.example council.example.org"


def digits(random: Random, number: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(number))


def shaped(random: Random, shape: str) -> str:
    """Fill in a shape: `#` is a digit, `@` a letter."""
    letters = "ABCDEFGHJKLMNPRSTUWXYZ"
    drawn = {"#": "0123456789", "@": letters}
    return "".join(random.choice(drawn[c]) if c in drawn else c for c in shape)


def email(random: Random) -> str:
    who = random.choice(["kxelly.m", "j_dobbs", "teamduty", "mum2four", "zed.quill", "p.o-vane"])
    value = f"{who}{random.choice(['', digits(random, 2)])}@{random.choice(MAILED.split())}"
    return random.choice([value, value.upper(), value.title()])


def phone(random: Random) -> str:
    """Draw from the numbers that Ofcom keeps for drama, and shapes abroad."""
    shapes = [
        "07700 900###",
        "07700900###",
        "07700 900 ###",
        "0770 0900 ###",
        "07700-900-###",
        "07700.900.###",
        "+447700900###",
        "+44 7700 900###",
        "+44 (0)7700 900###",
        "0044 7700 900###",
        "0161 496 0###",
        "(0161) 496 0###",
        "(0161)4960###",
        "01632 960###",
        "01632 960 ###",
        "020 7946 0###",
        "02079460###",
        "028 9649 6###",
        "+353 20 912 ####",
        "+48 512 ### ###",
        "+1 202 555 01##",
    ]
    return shaped(random, random.choice(shapes))


def nhs(random: Random) -> str:
    """Nine digits and their check digit: 11 less the sum weighted 10 to 2, modulo 11."""
    while True:
        first = random.choice("46799") + digits(random, 8)
        check = -sum((10 - place) * int(digit) for place, digit in enumerate(first)) % 11
        if check < 10:
            joint = random.choice(["", " ", " ", "-"])
            value = f"{first}{check}"
            return joint.join([value[:3], value[3:6], value[6:]])


def insurance(random: Random) -> str:
    lead = random.choice(["AB", "JG", "PX", "SH", "CE", "WM", "YZ", "QQ"])
    shape = random.choice(["{0}######{1}", "{0} ## ## ## {1}", "{0} ###### {1}", "{0}## ## ##{1}"])
    value = shaped(random, shape.format(lead, random.choice("ABCD")))
    return random.choice([value, value, value.lower()])


def postcode(random: Random) -> str:
    outward = random.choice(OUTWARD.split())
    last = "".join(random.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
    value = f"{outward}{random.choice([' ', ' ', ''])}{digits(random, 1)}{last}"
    return random.choice([value, value, value.lower()])


def address(random: Random) -> str:
    name = random.choice(ROADS.split())
    kind = random.choice(["Road", "Lane", "Avenue", "Close", "Street", "Terrace", "Rd", "Way"])
    number = f"{random.randint(1, 240)}{random.choice(['', '', 'a', 'B'])}"
    return random.choice(
        [
            f"{number} {name} {kind}",
            f"{number}, {name} {kind}",
            f"flat {random.randint(1, 30)}, {number} {name} {kind}",
            f"{number} {name} Hill {kind}",
            f"{number} {name} {kind}".lower(),
            f"no {number} {name} {kind}".lower(),
        ]
    )


def birth_date(random: Random) -> str:
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1978, 2023)
    word = MONTHS.split()[month - 1]
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    return random.choice(
        [
            f"{day}/{month}/{year % 100:02}",
            f"{day:02}/{month:02}/{year}",
            f"{day}.{month}.{year}",
            f"{day:02}-{month:02}-{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day} {word} {year}",
            f"{day}{ending} {word} {year}",
            f"{day}{ending} of {word} {year}",
            f"{day} {word[:3].lower()} {year % 100:02}",
            f"{word} {day}, {year}",
            f"{day:02}{month:02}{year}",
        ]
    )


def pupil(random: Random) -> str:
    """One letter of check, twelve digits: weights 2 to 13, modulo 23."""
    body = random.choice("123456789") + digits(random, 11)
    total = sum(int(digit) * weight for weight, digit in enumerate(body, 2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + body


def case_number(random: Random) -> str:
    shapes = ["######", "#######", "########", "C######", "LCS#####", "##/#####", "CF-####-##"]
    return shaped(random, random.choice(shapes))


def court_number(random: Random) -> str:
    return shaped(random, random.choice(["ZC##C00###", "LV##P0####", "BM##C5####"]))
