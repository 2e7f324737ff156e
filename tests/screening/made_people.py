"""Questions about a named person in a case, as a social worker in a hurry would type them."""

from __future__ import annotations

from random import Random

from tests.screening.made import Case, part_of

GIVEN = """
Kai Mia Leo Tegan Rhian Bronwen Cerys Ffion Gethin Iestyn Dewi Aneurin Eilidh Hamish Fergus Morag
Catriona Saoirse Oisin Aoife Padraig Niamh Cian Roisin Declan Shelby Kaylen Jaxon Brayden Lacey
Tayla Kyra Shania Macie Ellis Alfie Reggie Ronnie Vinnie Bobby Stacey Kelly Donna Sharon Tracey
Dave Wayne Darren Gaz Shaz Baz Lee Carl Ayesha Zainab Ibrahim Yusuf Hodan Abdi Faduma Mustafa Ayan
Hamza Bilal Noor Iqra Tahira Shabnam Imran Wasim Naveed Gurpreet Harjit Simran Manpreet Jaspreet
Arjun Kavya Ananya Priyanka Deepak Sunil Ravi Meera Oluwaseun Temitope Chinedu Adaeze Ifeoma
Kwabena Ama Akosua Yaw Tendai Rudo Thabo Lerato Agnieszka Kacper Zuzanna Wojciech Bartosz Mateusz
Andrei Ionut Denisa Florin Bogdan Vasile Marcela Elvis Ledio Arben Driton Besa Wei Xiu Ming Linh
Thanh Nguyen Phuong Mehmet Elif Ozan Leyla Nazanin Behrouz Farhad Dilan Rebin Zana Amanuel Selam
Yonas Filmon Semhar Tesfay Jesus Mateo Thiago Beatriz Ines Joao Rose Summer Grace Hope Faith Mark
Will Drew Sky Angel Destiny Blessing Prince Precious River Storm Dawn Joy Robin Jordan Paris
Chelsea Brooklyn Georgia Florence Victoria Austin Logan Lincoln Brandon Chase Hunter Mason Carter
Taylor Scarlett
""".split()
FAMILY = """
Munro Ward Brandon Wood Marsh Dobbs Pickersgill Ramsbottom Entwistle Achebe Mensah Boateng Adebayo
Ogunleye Hussain Choudhury Rahman Siddiqui Kaur Dhillon Sandhu Iyer Fernando Wickramasinghe
Kowalski Nowak Lewandowska Popescu Dumitru Krasniqi Hoxha Yilmaz Demir Tesfaye Gebre Warsame Farah
O'Dowd McAllister MacLeod Ap-Rhys Fitzgerald De-Souza Oyelaran Trott Veazey Quill Hartnoll Sproggs
Wigglesworth Lightowler Cartlidge Hebblethwaite Zdunek Vantongeren Strickleby
""".split()
HEADS = "Zar Kel Tav Bry Nym Quen Ros Jov Mel Dax Liv Fen Kor Sha Ty Vey Lor".split()
TAILS = "vek lon iah den ria sto nique wyn zel ander isha ko ley rick mona vin".split()

# {n} a given name, {f} given name and surname, {s} a surname, {i} initials, {m} another given name,
# {a} an age. What follows "|" is what must be found.
TEMPLATES = [
    "my client {n} aged {a} wont go to school, what works?",
    "my client {n}, {a}, wont go to school. evidence?",
    "client {f} ({a}) keeps absconding, what helps",
    "{n} is {a} and sets fires. What does the research say?",
    "{n} ({a}yrs) is in foster care and wets the bed – what helps?",
    "{n} {a}yo boy, adhd, exclusion looming. any evidence for mentoring",
    "{n}, a {a} year old girl in residential, is self harming. what works",
    "mum is {n} and she misses appointments. what works to engage her",
    "mum is called {n}, she drinks. does FDAC help?",
    "mums name is {n} – is there evidence for parenting classes",
    "dads called {n} and hes in prison, is contact good for the kids",
    "Mum {n} has a learning disability. What support works?",
    "his mum {n} has moved in with a new partner, what are the risks",
    "her stepdad {n} drinks heavily. What does research say about this?",
    "gran {n} wants an SGO, do SGOs last?",
    "Would {n} be better with kinship carers than in residential? He is {a}.",
    "How can I help {n} settle in her new placement? She was moved at {a}.",
    "We placed {n} with foster carers in June and it is breaking down. What prevents that?",
    "{n} was placed with her aunt and now refuses contact. What works?",
    "{f} was removed at birth, mum wants reunification. Evidence?",
    "I'm working with {n} who has been exploited by older men. What helps?",
    "im working with {n}, {a}, county lines, what works",
    "I support {f}, a care leaver who is homeless. What programmes work?",
    "One of my young people, {n}, has stopped eating. Any evidence on what helps?",
    "one of my kids {n} keeps running off from placement what reduces missing episodes",
    "a boy called {n} on my caseload hits staff. what works in residential",
    "a girl named {f} was groomed online, what therapy helps?",
    "There is a lad called {n} at our home who smokes weed. What reduces it?",
    "{n}'s foster carers want to give notice. What stops placements ending?",
    "{n}'s mum won't engage. What helps engage parents?",
    "{n}s mum doesnt turn up to contact, is contact good for him",
    "What therapy would suit {n}? He was sexually abused by an uncle.",
    "what can we do for {n}, hes {a} and has no school place",
    "Case: {f}, {a}, neglect. Which interventions have evidence?",
    "re {f} – ICPC next week – neglect – what works?",
    "Re: {n} {s}. What is the evidence on supervised contact?",
    "{n} and his sister {m} ({a}) are to be split up. what does research say about siblings",
    "siblings {n} and {m}, {a} and 3, together or apart?",
    "{n}, {m} and baby are on CP plans for neglect. what works",
    "my foster daughter {n} lies all the time, whats the evidence on life story work",
    "our foster son {n} has FASD, what helps",
    "my son {n} has autism and we are on a CIN plan, what help works",
    "my nephew {n} lives with us under an SGO, do we get support that works?",
    "my daughter {n} was taken into care, how often do kids go home?",
    "I foster {n} who is {a} – does Mockingbird help?",
    "I look after my grandson {n} and need help with his behaviour. what works",
    "{n} told me she is unhappy at her placement. What is the evidence on moves?",
    "{n} has attachment disorder. Does DDP work?",
    "{n} has been excluded twice this term. Does mentoring help?",
    "{n} wants to go home to mum. When does reunification work?",
    "{n} is refusing contact with dad. Is there research?",
    "{n} self harms and her school cant cope, what works",
    "{n} won't talk to his social worker. What builds trust?",
    "{f} is a looked after child. What would help him at school?",
    "{f}, care leaver, 19, rough sleeping – what works?",
    "Young person: {n}. Age: {a}. Problem: cannabis. What works?",
    "name: {f} age: {a} what works for exclusion",
    "Child's name {n}, {a} yrs, neglect. What interventions help?",
    "the child ({n}) is on an EPO, how do babies fare in early permanence",
    "Baby {n} is {a} weeks old and going through FDAC. What are outcomes?",
    "baby {n} is withdrawing, what helps newborns",
    "{i}, {a}, male, LAC, absconding. what works",
    "my client {i} aged {a} is at risk of CSE what works",
    "{i} ({a}) has had 5 placements. What helps stability?",
    "YP {i} is {a} and in custody. What reduces reoffending?",
    "{i}, {a}yrs, kinship placement at risk. What support keeps it going?",
    "{i} is a {a} yo girl who overdosed last month, what helps after that",
    "re {i} (aged {a}) – permanence options and evidence please",
    "our looked after child {i}, {a}, wont eat. ideas?",
    "{i} – {a} – FASD – adoption support, what works",
    "child {i} (dob known), aged {a}, neglect: which parenting programme",
    "Mr {s} has parental responsibility but is violent. What works with him?",
    "Mrs {s} is depressed and her children are on a plan. What helps?",
    "Does the Freedom Programme help women like Ms {s}? She is my client.",
    "family {s} have had 4 social workers, does continuity matter",
    "the {s} family are on a child protection plan again, what reduces repeat plans",
    "Have you anything for {n} {s}'s review on Friday? She is struggling at school.",
    "LAC review for {n} tmrw, whats the evidence for therapeutic fostering",
    "PEP meeting for {f}. What raises attainment for looked after kids?",
    "strategy meeting about {n} today, what does research say on neglect and school",
    "Court report on {f}: what does research say about contact frequency?",
    "care plan for {n}: is long term fostering better than an SGO?",
    "home visit to {n} and {m}'s house – how to assess neglect well?",
    "parents {n} and {m} both use heroin. Does FDAC work for couples?",
    "Father ({f}) is on the sex offenders register. What interventions help?",
    "IRO {f} asked me for evidence on placement stability for my case",
    "{n} – {a} – kinship placement – what support helps carers?",
    "{n}/{a}/neglect. What works?",
    "{a}yr old {n} isnt attending school. whats effective",
    "{a} year old {f} is beyond parental control, what works",
    "we have a {a} y/o, {n}, who bites. What works?",
    "a {a} yr old girl, {f}, disclosed historic abuse. which therapy has evidence?",
    "{n} turned {a} last week and is leaving care. What helps?",
    "I've got {n} coming into the unit tonight, what calms kids down on arrival",
    "Should I use theraplay with {n}? adopted at 3",
    "What's the best way to tell {n} about his birth family?",
    "my supervisor wants evidence for {n}, she's on a child in need plan",
    "Contact between {n} and her dad has gone badly. What does research say?",
    "the school says {n} is disruptive since moving placement. ideas?",
    "since {n} came into care she has not slept. What helps?",
    "{n} lost his mum and lives with grandparents. What bereavement support works?",
]


def people(random: Random, number: int) -> list[Case]:
    """Make `number` questions, each with a name beside something of a case."""
    made = []
    for turn in range(number):
        template = TEMPLATES[turn % len(TEMPLATES)]
        name, other, family = _given(random), _given(random), random.choice(FAMILY)
        drawn = {
            "n": name,
            "m": other,
            "f": f"{name} {family}",
            "s": family,
            "i": _initials(random),
            "a": str(random.randint(2, 17)),
        }
        text, value = template.format(**drawn), _value(template, drawn)
        # One in five types without capitals, one in twenty only in capitals.
        how = random.random()
        if "{i}" not in template and how < 0.25:
            text, value = (
                (text.lower(), value.lower()) if how < 0.2 else (text.upper(), value.upper())
            )
        made.append(Case(_kind(template), text, value, part_of(template)))
    return made


def _given(random: Random) -> str:
    if random.random() < 0.3:
        return random.choice(HEADS) + random.choice(TAILS)
    return random.choice(GIVEN)


def _initials(random: Random) -> str:
    one, two = random.choice("JKTLMRABCDS"), random.choice("SBHPWTM")
    return random.choice([f"{one}{two}", f"{one}.{two}.", f"{one}.{two}"])


def _value(template: str, drawn: dict[str, str]) -> str:
    first = template[template.index("{") :]
    slot = next(s for s in ("f", "n", "i", "s") if "{" + s + "}" in first)
    return drawn[slot]


def _kind(template: str) -> str:
    return "initials with a case" if "{i}" in template else "name with a case"
