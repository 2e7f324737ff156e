"""Ordinary questions that look as if they held personal data, and hold none."""

from __future__ import annotations

from random import Random

from tests.screening.made import Case, part_of
from tests.screening.values import MONTHS, digits, shaped

PROGRAMMES = [
    "Pause", "Mellow Parenting", "Lifelong Links", "Caring Dads", "Reclaiming Social Work",
    "Troubled Families", "Video Interaction Guidance", "Circle of Security", "Minding the Baby",
    "Parents as Teachers", "Safe Families", "Nurse-Family Partnership", "Fostering Changes",
    "Theraplay", "AMBIT", "Family Valued", "Growing Futures", "Frontline", "Step Up to Social Work",
    "Triple P", "Signs of Safety", "Mockingbird", "Incredible Years", "Thrive", "The House Project",
    "Letterbox Club", "Parent-Child Game", "Bookstart", "KEEP", "MTFC-P", "Stop and Plan",
    "Cygnet", "Webster-Stratton", "SafeCare", "Empowering Parents, Empowering Communities",
    "Strengthening Families", "Breaking the Cycle", "Drive", "Aspire", "Respect Young People",
    "Positive Choices", "Right Balance", "Rock2Recovery", "Multisystemic Therapy", "FAST",
]  # fmt: skip
PEOPLE = [
    "Munro", "Eileen Munro", "Rose", "Ward", "Brandon", "Harris", "Thomas", "James", "Bilson",
    "Josh MacAlister", "Lord Laming", "Forrester", "Ferguson", "Professor Bywaters", "Dr Narey",
    "Bowlby", "Ainsworth", "Howe", "Fahlberg", "Golding", "Hughes", "Crittenden", "Rutter",
]  # fmt: skip
PLACES = [
    "Camden", "Leeds", "Kent", "Florence", "Chelsea", "Austin, Texas", "Jordan", "Georgia",
    "Victoria", "Brent", "St Helens", "Milton Keynes", "Hull", "Tower Hamlets", "Ynys Môn",
    "Northumberland", "Stoke-on-Trent", "Kirklees", "Blackburn with Darwen", "Perth", "Reading",
    "North Lincolnshire", "Rhondda Cynon Taf", "Tameside", "Telford", "Oldham", "Torbay",
]  # fmt: skip
TOPICS = [
    "kinship care", "life story work", "contact after adoption", "children in need",
    "secure homes", "school exclusion", "missing episodes", "care proceedings", "early help",
    "residential care", "unaccompanied minors", "edge-of-care services", "parental drug use",
    "supervision", "foster carer training", "leaving care", "short breaks", "young carers",
]  # fmt: skip
DISTRICTS = "SE1 N17 M14 LS11 B8 CF10 NE6 G33 L4 E2 BD3 S5 SW9 TS3".split()

# {p} a programme, {w} a writer, {c} a council or place, {t} a topic, {d} a district, {n} 2 to 9,
# {a} 10 to 17, {y} a year, {m} a month; # is a digit and @ a letter.
TEMPLATES = [
    "9 in 10 children in {t}: is that figure right?",
    "do {n} in 10 kids in {c} stay with family",
    "What did the {d} pilot of {p} find?",
    "Does deprivation in {d} explain referral rates?",
    "what did {w} recommend about {t}?",
    "What does the {w} report ({y}) say about {t}?",
    "{w} and colleagues on {t}: main findings?",
    "{w} et al. {y} – what did they conclude on {t}?",
    "According to {w} ({y}), does {t} work?",
    "is {w}'s model of {t} still used in {c}?",
    "{w} argues that {t} is harmful; is there evidence?",
    "What is {w}'s view of {t}?",
    "has anyone replicated {w} {y} in England",
    "Is {p} effective?",
    "is {p} any good for {a} year olds in {c}",
    "{p}: what is the evidence?",
    "{p}, {n} sessions or {a}?",
    "{p} v {t}, which works better",
    "how much did {p} cost in {c} in {y}?",
    "Does {p} work for boys aged {a} to 18?",
    "Did {p} in {c} reduce the number of children in care?",
    "who delivers {p} and how long does it take?",
    "Why did {c} stop using {p} in {y}?",
    "Compare {p} and {p} for parents of under {n}s",
    "does {p} help mums and dads of {n} year olds",
    "What training do staff need for {p}?",
    "Is {p} better for girls than boys?",
    "My team uses {p}. What outcomes should we expect?",
    "Our service in {c} is thinking about {p}; is it worth it?",
    "I work in {c}: what helps with {t}?",
    "We want to pilot {p} with {a} families in {c}. What should we know?",
    "What happened in {c} between {m} {y} and {m} 2022?",
    "on {n} {m} {y} new guidance on {t} came out, what is the evidence behind it",
    "published {n}/{a}/{y}: what does it say on {t}?",
    "Was the study of {t} run from 1 {m} {y} to 31 {m} {y}?",
    "In {m}, how many children in {c} were on plans?",
    "May {p} be used with {a} year olds?",
    "Will {c} extend {t}?",
    "Can {t} cut costs by £{n},{n}00,000?",
    "£{n}.{n}m was spent on {t} in {c}. Did it work?",
    "a £{a}00000 grant for {p}: what came of it",
    "grant ES/N0#####/1 on {t}, what did it find?",
    "ISRCTN######## – what were the results?",
    "Results of trial NCT0####### on {t}?",
    "doi 10.####/bmj.n#### what does it show about {t}",
    "effect size 0.{a} (95% CI 0.0{n} to 0.{a}{n}), is that big?",
    "p=0.00{n} n=1,{a}4 – how sure can we be about {p}?",
    "{t}: odds ratio 1.{a}, what does it mean?",
    "Table {a} in the {p} evaluation, what does it show",
    "Section 47 and section 20: does {p} change rates?",
    "s{a} enquiries in {c} up {n}%, does {t} matter?",
    "Children Act 1989 s.{a} and {t}: what does research say?",
    "Working Together 2023 and {t}: evidence base?",
    "Year {n} pupils in care: what raises attainment?",
    "KS2 results of {a}-year-old looked-after children",
    "Tier 4 beds, {t}, any research?",
    "what share of {a},000 care leavers in {c} are NEET",
    "are children born in {y} more likely to enter care?",
    "Are babies born before {n} {m} {y} different from those after?",
    "birth cohort of 1970: {t} outcomes at age {n}0?",
    "the Millennium Cohort Study at age {a}: {t}",
    "children aged {n}-{a} in {t}, what works?",
    "Aged {a} and over: does {p} still help?",
    "what helps {a} year olds who run away",
    "a {a} year old in {t}: what does research say works?",
    "Do {a}-month-olds benefit from {p}?",
    "toddlers 12 to 36 months, {p} or {p}?",
    "does it matter if foster carers are over 5{n}",
    "what do mums say about {p}?",
    "does Dad's involvement change {t} outcomes?",
    "does Mum being in prison affect {t}?",
    "What do Black and Asian children say about {t}?",
    "Do Gypsy, Roma and Traveller families use {t}?",
    "what about Muslim foster carers in {c}",
    "Polish families and {t} in {c}?",
    "What does Ofsted say about {t} in {c}?",
    "who is the Children's Commissioner and what did she say on {t}?",
    "Ring 0808 800 5000 or 0800 1111: do helplines help children?",
    "is calling 101 or 999 linked with {t}?",
    "page {a}{n} of the {p} manual – what is the dose?",
    "see https://www.gov.uk/guidance/{n}-{a}: evidence?",
    "Band {n} social workers and caseloads of {a}: effect on {t}?",
    "Caseload of {a}: does it harm practice?",
    "Does Covid-19 explain the drop in {m} {y}?",
    "Q{n} {y}/2{n} data on {t} for {c}",
    "FGC, FDAC, MST, TFCO: which has the best evidence?",
    "SDQ scores over {a}: what helps",
    "does CBT or EMDR help PTSD in LAC",
    "ADHD and {t}: any trials?",
    "Sarah's Law, Clare's Law: do they protect children?",
    "Baby P, Victoria Climbié and Star Hobson: what did the reviews say?",
    "Has the rate rose since {y}?",
    "how does hope, grace or faith help families in {t}",
    "is play therapy by a qualified therapist better than {p}",
    "Do {t} outcomes differ in {c}, {c} and {c}?",
    "Is there a Campbell or Cochrane review of {p}?",
    "What did the Nuffield Family Justice Observatory say on {t}?",
    "King's College London evaluated {p}: findings?",
    "The Anna Freud Centre and {p}: what is known?",
    "Barnardo's, Coram and Action for Children on {t}",
    "Research in Practice or SCIE guidance on {t}?",
    "Who was {w} and why does it matter for {t}?",
    "in {c} {n} children a week enter care, why",
    "is Staying Put till 21 better than leaving at {a}?",
    "Does the Hackney model work?",
    "Is there a postcode lottery in {t}?",
    "What's the evidence that case numbers affect {t}?",
    "do phone calls or emails keep siblings in touch?",
    "what does name-blind recruitment do for foster carers",
    "do children want to be called by their first name in {t}?",
    "how do I explain {t} to a child aged {n}?",
    "my manager asked about {p}, what do we know",
    "my client group is care leavers, what works for {t}",
    "A child moved {n} times by age {a}: what are the odds of a good outcome?",
    "he or she: does the social worker's gender matter in {t}",
]  # fmt: skip


def ordinary(random: Random, number: int) -> list[Case]:
    """Make `number` different questions."""
    made: dict[str, Case] = {}
    turn = 0
    while len(made) < number:
        template = TEMPLATES[turn % len(TEMPLATES)]
        text = (
            shaped(random, _filled(random, template))
            if "#" in template
            else _filled(random, template)
        )
        if random.random() < 0.15:
            text = text.lower()
        made[text] = Case("", text, "", part_of(template))
        turn += 1
    return list(made.values())


def _filled(random: Random, template: str) -> str:
    text = template
    drawn = {
        "{p}": lambda: random.choice(PROGRAMMES),
        "{w}": lambda: random.choice(PEOPLE),
        "{c}": lambda: random.choice(PLACES),
        "{t}": lambda: random.choice(TOPICS),
        "{d}": lambda: random.choice(DISTRICTS),
        "{n}": lambda: str(random.randint(2, 9)),
        "{a}": lambda: str(random.randint(10, 17)),
        "{y}": lambda: f"20{random.choice('01')}{digits(random, 1)}",
        "{m}": lambda: random.choice(MONTHS.split()),
    }
    for slot, draw in drawn.items():
        while slot in text:
            text = text.replace(slot, draw(), 1)
    return text
