"""Questions that each hold one identifier, from templates written before the rules were read."""

from __future__ import annotations

from random import Random

from tests.screening import values
from tests.screening.made import Case, part_of

# How each kind is named where it is typed; "{v}" alone where it stands for itself.
SAID: dict[str, tuple[values.Maker, list[str]]] = {
    "email address": (
        values.email,
        ["{v}", "email {v}", "e-mail: {v}", "mums email is {v}", "<{v}>", "mailto:{v}"],
    ),
    "phone number": (
        values.phone,
        ["{v}", "tel {v}", "Tel: {v}", "mob {v}", "call me on {v}", "mum's number is {v}", "({v})"],
    ),
    "NHS number": (
        values.nhs,
        ["{v}", "NHS no {v}", "NHS number: {v}", "nhs# {v}", "nhs num {v}", "(NHS {v})"],
    ),
    "National Insurance number": (
        values.insurance,
        ["{v}", "NI no {v}", "NINO: {v}", "nat ins number {v}", "ni {v}", "his NI is {v}"],
    ),
    "full postcode": (
        values.postcode,
        ["{v}", "postcode {v}", "lives at {v}", "in {v}", "moved to {v} last month", "({v})"],
    ),
    "street address": (
        values.address,
        ["{v}", "lives at {v}", "address: {v}", "they are at {v}", "home is {v}", "moved to {v}"],
    ),
    "date of birth": (
        values.birth_date,
        [
            "dob {v}",
            "DOB: {v}",
            "D.O.B. {v}",
            "DoB {v}",
            "born {v}",
            "born on {v}",
            "was born on the {v}",
            "date of birth {v}",
            "Date of Birth: {v}",
            "(dob {v})",
            "(born {v})",
            "d.o.b: {v}",
            "birth date {v}",
            "birthday is {v}",
            "birthdate {v}",
            "b. {v}",
            "dob is {v}",
            "dob - {v}",
        ],
    ),
    "case or pupil number": (
        lambda random: random.choice([values.case_number, values.court_number])(random),
        [
            "case no {v}",
            "case number {v}",
            "Case ref: {v}",
            "case id {v}",
            "mosaic {v}",
            "Mosaic no. {v}",
            "LCS ID {v}",
            "liquidlogic number {v}",
            "client id {v}",
            "ref no {v}",
            "our ref {v}",
            "child's ID {v}",
            "service user number {v}",
            "pupil number {v}",
            "court case {v}",
            "case #{v}",
            "record number {v}",
            "file ref {v}",
            "crime ref {v}",
            "carefirst id {v}",
        ],
    ),
    "pupil number": (
        values.pupil,
        ["{v}", "UPN {v}", "upn: {v}", "pupil no {v}", "her UPN is {v}"],
    ),
}
AROUND = [
    "{v}, what helps with running away?",
    "what helps with school refusal, {v}",
    "What is the evidence for respite care? {v}",
    "lac review thurs {v} mum wants more contact, any evidence",
    "Child in need plan, {v}, does parenting support work?",
    "hi can you send me what works in kinship care, {v}, thanks",
    "{v} – is multisystemic therapy any good for this",
    "does theraplay help adopted kids {v}",
    "15 yo boy {v} missing from care again. what reduces this",
    "Is there research on reunification ({v})?",
    "girl in residential, {v}, self harm, what works",
    "I need evidence on domestic abuse for a family, {v}. What is there?",
    "For ICPC: {v}. Which programmes reduce neglect?",
    "sibling group of 3 {v} together or apart?",
    "what does research say about contact at christmas? its for {v}",
    "pls advise re evidence for family group conferencing - {v} -",
    "teen mum {v} would FNP help?",
    "{v} needs placement, what makes foster placements last",
    "Re {v}: what works for care leavers who are homeless?",
    "evidence for supervised contact; {v}; dad has been drinking",
]


def identifiers(random: Random, each: int) -> list[Case]:
    """Make `each` questions a kind."""
    made = []
    for kind, (make, said) in SAID.items():
        for turn in range(each):
            value = make(random)
            label, around = said[turn % len(said)], random.choice(AROUND)
            text = around.replace("{v}", label).replace("{v}", value)
            made.append(Case(kind, text, value, part_of(label + around)))
    return made
