"""Makes questions that hold personal data, and ordinary ones that look as if they did."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from evidence_search.screening import DataKind

FIRST = [
    "Jayden",
    "Kayleigh",
    "Mohammed",
    "Aisha",
    "Callum",
    "Sophie",
    "Tyler",
    "Chloe",
    "Zofia",
    "Jakub",
    "Olivia",
    "Ethan",
    "Fatima",
    "Reece",
    "Megan",
    "Rose",
    "Grace",
    "Faith",
    "Hope",
    "Summer",
    "Brandon",
    "Jordan",
    "Ruby",
    "Mark",
    "Robin",
    "Zarnia",
    "Kelvon",
    "Oluwaseun",
    "Thandiwe",
    "Bronagh",
    "Caoimhe",
    "Siobhan",
    "Xiadani",
    "Teyrnon",
    "Arjunan",
    "Nkechi",
    "Ryleigh",
]
LAST = [
    "Smith",
    "Patel",
    "O'Brien",
    "Kowalczyk",
    "Okafor",
    "Exampleton",
    "Hughes-Jones",
    "McDonald",
    "Begum",
    "Adeyemi",
]
ABOUT = [
    "What works?",
    "what does research say about this",
    "Would a family group conference help?",
    "Is multisystemic therapy effective here?",
]
ASKED = [
    "{value} – what helps?",
    "What is the evidence for kinship care? {value}",
    "LAC review on Tuesday, {value}, mum wants a conference: what is the evidence?",
    "Can you send the findings on care leavers to me ({value}), please",
    "I am asking for {value}. Does mentoring help?",
    "does respite care help? contact {value}.",
]
WITH_CASE = [
    "{name}, {age}, keeps running away from foster care. {about}",
    "{first} ({age}) has been excluded from school. {about}",
    "{first} is {age} years old and will not sleep. {about}",
    "{about} It is for {first}, aged {age}.",
    "My client {name} drinks. {about}",
    "our foster child {first} is angry after contact. {about}",
    "I work with a boy called {first} who sets fires. {about}",
    "a {age} year old girl named {name} was groomed. {about}",
    "{first}'s mum does not turn up to contact. {about}",
    "{name} was removed at birth. {about}",
    "{first} ran away again last week. {about}",
    "Her name is {name} and she is not in school. {about}",
    "We have a {age}-year-old, {first}, on our caseload. {about}",
    "my son {first} hates school. {about}",
    "{first}, a {age} year old in residential care, self-harms. {about}",
]
ORDINARY = [
    "Do {n} in 10 children in {place} stay with kin?",
    "What did the {district} pilot find?",
    "What did {author} say about {topic}?",
    "What does the {author} review say on {topic}?",
    "Is {programme} effective for children aged {age}?",
    "Does {programme} work in {place}?",
    "How did {place} and {other} cut the number of children in care?",
    "What does Table {n} of the {programme} report show?",
    "Does {topic} reduce section {section} enquiries?",
    "How many children had a Section {section} enquiry in {year}?",
    "Boys aged {age}: does {topic} help them?",
    "Has the number rose since {year}?",
    "In {place}, {age} of {n} pilots of {topic} closed; why?",
    "What was published on {age} March {year} about {topic}?",
    "Is the effect of {topic} 0.{age} (95% CI 0.{n} to 1.{section}) large?",
    "What did £{n},{section}00,000 of funding for {programme} buy?",
    "What does trial ISRCTN{section}{section}{section}{section} of {topic} show?",
    "Are children born after 1 September {year} in {place} better off?",
    "What did {author} et al. ({year}) find in {place}?",
    "Does {programme} ({year}) help {age} year olds?",
    "What share of {n},000 families in {place} took up {topic}?",
    "Should we offer {topic} early, or when children are {age}?",
    "Do children hit by domestic abuse now get more help from {programme}?",
    "What helps children who told a teacher about abuse?",
    "What works for teenagers who want to kill themselves?",
    "In {month} {year}, which councils tried {programme}?",
    "My team in {place} wants to try {topic}. What is the evidence?",
    "{programme}, {n} years on: does it last?",
    "Does hope, grace or faith matter to children in {place}?",
    "Will mark schemes in {place} change by {month}?",
]
MORE = {
    "place": [
        "Leeds",
        "London",
        "Cardiff",
        "Hertfordshire",
        "Rotherham",
        "England",
        "Wales",
        "Essex",
        "Glasgow",
        "Bristol",
    ],
    "author": ["Munro", "Forrester", "MacAlister", "Laming", "Eileen Munro", "Bywaters", "Casey"],
    "programme": [
        "Mockingbird",
        "Signs of Safety",
        "Staying Close",
        "Homebuilders",
        "Schwartz Rounds",
        "No Wrong Door",
        "Family Safeguarding",
        "Sure Start",
        "Incredible Years",
        "MST",
    ],
    "topic": ["kinship care", "reunification", "supervision", "life story work", "respite care"],
    "district": ["SE1", "LS11", "M14", "B12", "CF10", "NE4"],
    "month": ["April", "May", "June", "August"],
}


def structured(random: Random, number: int) -> list[tuple[str, str, DataKind]]:
    """Make questions that each hold one identifier; give the value and its kind too."""
    made = []
    for turn in range(number):
        kind, make = MAKERS[turn % len(MAKERS)]
        said, value = make(random)
        made.append((random.choice(ASKED).format(value=said), value, kind))
    return made


def named(random: Random, number: int) -> list[tuple[str, str]]:
    """Make questions about a person in a case; give the name too."""
    made = []
    for turn in range(number):
        first = random.choice(FIRST)
        name = f"{first} {random.choice(LAST)}" if random.random() < 0.5 else first
        text = WITH_CASE[turn % len(WITH_CASE)].format(
            first=first, name=name, age=random.randint(1, 17), about=random.choice(ABOUT)
        )
        made.append((text, name if name in text else first))
    return made


def ordinary(random: Random, number: int) -> list[str]:
    """Make questions without personal data that hold names, numbers, dates and districts."""
    made = []
    for turn in range(number):
        place, other = random.sample(MORE["place"], 2)
        drawn = {key: random.choice(values) for key, values in MORE.items()}
        made.append(
            ORDINARY[turn % len(ORDINARY)].format(
                **drawn | {"place": place},
                other=other,
                n=random.randint(1, 9),
                age=random.randint(10, 17),
                section=random.choice([17, 20, 31, 47]),
                year=random.randint(2005, 2024),
            )
        )
    return made


def nhs_number(random: Random, *, wrong: bool = False) -> str:
    """Give ten digits, the last by the published rule: 11 less the weighted sum modulo 11."""
    while True:
        digits = [random.choice([4, 6, 7, 9]), *(random.randint(0, 9) for _ in range(8))]
        check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            last = (check % 11 + wrong) % 10
            text = "".join(map(str, [*digits, last]))
            joint = random.choice(["", " ", "-"])
            return joint.join([text[:3], text[3:6], text[6:]])


def _digits(random: Random, number: int) -> str:
    return "".join(str(random.randint(0, 9)) for _ in range(number))


def _email(random: Random) -> tuple[str, str]:
    value = f"{random.choice(LAST).lower().replace(chr(39), '')}.{_digits(random, 2)}@example.org"
    return value, value


def _phone(random: Random) -> tuple[str, str]:
    value = random.choice(
        [
            f"07700 900{_digits(random, 3)}",
            f"07{random.choice('4578')}{_digits(random, 8)}",
            f"+44 7700 900{_digits(random, 3)}",
            f"020 7946 0{_digits(random, 3)}",
            f"0113 496 0{_digits(random, 3)}",
            f"(0161) 496 0{_digits(random, 3)}",
            f"01632-960{_digits(random, 3)}",
        ]
    )
    return value, value


def _nhs(random: Random) -> tuple[str, str]:
    value = nhs_number(random)
    return f"{random.choice(['NHS number ', 'NHS no: ', ''])}{value}", value


def _insurance(random: Random) -> tuple[str, str]:
    number, joint = _digits(random, 6), random.choice(["", " "])
    parts = [random.choice(["QQ", "AB", "JX", "PW"]).replace("QQ", "CE")]
    value = joint.join([*parts, number[:2], number[2:4], number[4:], random.choice("ABCD")])
    value = random.choice([value, value.lower()])
    return value, value


def _postcode(random: Random) -> tuple[str, str]:
    outward = random.choice(["SE1", "LS11", "M1", "W1A", "EC1A", "CF10", "B33", "NE4"])
    inward = random.choice(["AA", "XY", "BT"])
    value = f"{outward}{random.choice([' ', ''])}{random.randint(0, 9)}{inward}"
    value = random.choice([value, value.lower()])
    return value, value


def _birth(random: Random) -> tuple[str, str]:
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1990, 2024)
    value = random.choice(
        [
            f"{day:02}/{month:02}/{year}",
            f"{day}.{month}.{year % 100:02}",
            f"{year}-{month:02}-{day:02}",
            f"{day} March {year}",
            f"{day}th of May {year}",
            f"June {day}, {year}",
        ]
    )
    return random.choice(["born ", "DOB ", "d.o.b. ", "date of birth: ", "born on "]) + value, value


def _case(random: Random) -> tuple[str, str]:
    said = random.choice(["case number ", "case ref ", "UPN ", "Mosaic ID ", "client no. "])
    value = f"A{_digits(random, 12)}" if said == "UPN " else _digits(random, 6)
    return said + value, value


def _address(random: Random) -> tuple[str, str]:
    street = random.choice(["Acacia Avenue", "Elm Tree Road", "Mill Lane", "High Street"])
    value = f"{random.randint(1, 200)} {street}"
    return value, value


MAKERS: list[tuple[DataKind, Callable[[Random], tuple[str, str]]]] = [
    (DataKind.EMAIL, _email),
    (DataKind.PHONE, _phone),
    (DataKind.NHS_NUMBER, _nhs),
    (DataKind.NATIONAL_INSURANCE, _insurance),
    (DataKind.POSTCODE, _postcode),
    (DataKind.BIRTH_DATE, _birth),
    (DataKind.CASE_NUMBER, _case),
    (DataKind.ADDRESS, _address),
]
