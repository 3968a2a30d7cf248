"""Labelled texts of our own making: what tells who somebody is stands in braces, ``{kind:words}`` or ``{kind}``.

Nobody in them exists. Numbers are from the ranges that are kept for drama (telephone), for tests (NHS) or are made up;
addresses end in example domains; streets and postcodes are invented. ``{kind}`` is filled from lists by a seeded draw,
so that the texts are the same every time. WORKED_ON was looked at while the rules were improved; KEPT_BACK was written
before and only counted, so its figures say how the rules do on what they were not made for.
"""

from __future__ import annotations

import random
import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass

FILLED = 3
"""How often each text with open places is filled in."""

_NAMES = """
Adaeze Tillbrook, Bronwen Pask, Callum Overthwaite, Danuta Wolska, Eilidh Marchbank, Farhan Qureshi-Bell, Gethin
Prosser, Hannah Oduya, Imran Sallow, Jagdeep Kaur, Kwame Asante-Reed, Lucy Fennimore, Mei Lin Chow, Niamh O'Dowd,
Olufemi Brandreth, Parveen Akhtar, Rhys Tollemache, Siobhan McGarrity, Tomasz Zielonka, Ursula Van Der Meer, Wanjiru
Kemble, Yusuf Demirci
"""
NAMES = tuple(word.strip() for word in _NAMES.replace("\n", " ").split(","))
_FIRST = """
Aisha, Ben, Chidi, Dafydd, Ella, Finlay, Grace, Harpreet, Isla, Jakub, Kezia, Leo, Maryam, Noah, Oskar, Priya, Ruby,
Sami, Tia, Zofia
"""
FIRST = tuple(word.strip() for word in _FIRST.replace("\n", " ").split(","))
_SURNAMES = """
Achebe, Brandreth, Coker, Dunmore, Eccles, Farooqi, Gill, Harrow, Iqbal, Kozlowska, Lowther, Mistry, Nwosu, Pardoe,
Quayle, Sallow
"""
SURNAMES = tuple(word.strip() for word in _SURNAMES.replace("\n", " ").split(","))
_STREETS = """
Acacia Avenue, Mill Lane, Lamplighter Terrace, St Chad's Road, Cooper's Yard, Old Forge Close, Furnace Green, High
Street, Upper Tithe Way
"""
STREETS = tuple(word.strip() for word in _STREETS.replace("\n", " ").split(","))


@dataclass(frozen=True, slots=True)
class Label:
    """Characters of a text that tell who somebody is."""

    starts_at: int
    ends_at: int
    kind: str


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text with what should be hidden in it; none in a text that should be left alone."""

    text: str
    labels: tuple[Label, ...]
    is_kept_back: bool


KEPT_BACK = r"""
I spoke to {name} at the front desk and she could not help.
Please ask {name} of the parents' association, he knows the history.
Can someone call me back on {phone}? Evenings are best.
My mobile's {phone} if you need it
tel {phone} ext 12
You can reach me by email: {email}.
drop me a line {email} thanks
I'm at {address}, the house with the green door.
We moved to {address} in 2019 so that our girl could walk to school.
It is the junction outside {address} where the accident happened.
{postcode} is my postcode and there is no bus.
our road ({postcode}) was never gritted
My NI number is {national_insurance} and I have paid in all my life.
NHS no. {nhs_number}, asthma since birth.
The white van {vehicle} parks on the zigzags every morning at 8.40.
I have sent you the photo of {vehicle} blocking the ramp.
Refund it to sort code {bank:20-41-77} account {bank:51730288}.
He was born on {birth_date} so he misses the cut-off by one day.
d.o.b. {birth_date}
Tweet me at {handle} if you dare
I posted it on Instagram as {handle}.
My son {first} has autism and the unit is full.
My daughters {first} and {first} share one coat.
My eldest, {first}, starts in September.
my little girl {first} cries every morning
Our {first} is in Year 3 and cannot read yet.
The teaching assistant, Miss {surname}, left at Easter.
Mr and Mrs {surname} next door feel the same.
Thank you to Cllr {surname} for listening.
Headteacher {name} told us in March.
Yours faithfully\n{name}
Best wishes\n\n{name}\n{address}\n{postcode}
Signed: {name}, parent
I am {name} and I have taught here for twenty years.
This is {name} from the allotments.
My name's {first} by the way
Dr {surname} at the surgery wrote to you twice.
my wife {first} works nights
My grandson {first} ({birth_date}) was turned away.
Ring my mum {first} on {phone}
Father {surname} of the parish can tell you more.
Ms. {surname}-Jones is the only one who answers.
The SENCO Mrs {surname} does her best with nothing.
{name}\n{email}\n{phone}
Please write to me: {name}, {address}, {postcode}.
I'm on Facebook as {name} and the video is there.
ask for {first} in the kitchen, she'll tell you
His social worker is {name}.
Passed to me by {name} (governor).
Our foster child, {first}, has had nine schools.
"""

KEPT_BACK_LEFT_ALONE = r"""
The Ofsted report of 14 May 2024 said that reading was good.
Bus 47 goes every 20 minutes and the 48 never comes.
The B4114 is dangerous at school time.
There are 30 children in a class and 2 toilets.
It costs £1,250,000 and nobody asked us.
Paragraph 12.3 says one thing and 14.1 another.
My son walks to school past the canal.
My daughter says the lunches are cold.
King Edward's hall is too small for 400 parents.
Mill Road is closed again.
St Mary's has a waiting list and Holy Trinity does not.
The Board should meet in the evening, not at 2 pm.
Year 6 went to the Black Country museum.
Mum and Dad work shifts, so who collects us?
Sir, with respect, this plan is nonsense.
I am Welsh and proud of it.
We are Team Hazel Bottom!
Between 2019 and 2024 the roll fell by 1,132.
The form has 10 questions and question 7 is unclear.
Please ring the school before 9 am.
Birmingham, Coventry and Solihull did it better.
The Head of Year said no.
my dad thinks that is daft
Kind regards to the whole team
It is 5 minutes up the road from the library.
I was born here and went to school here.
Good Friday and Easter Monday are holidays.
The teacher, who is kind, has 31 pupils.
The Education Act 2002 says that pupils have a voice.
See https://www.example.org/plan for the maps.
"""

WORKED_ON = r"""
My name is {name} and I live at {address}.
I'm {name}, chair of the residents' group.
Kind regards, {name}
Regards\n{name}\nparent of two
Thanks,\n{first}
Call me on {phone} after six.
My number is {phone}.
Phone: {phone} or {phone}
email me at {email}
{email}
Contact {name} ({email}) for the minutes.
My address is {address}, {postcode}.
the pot hole outside {address}
I live in {postcode} and pay council tax like everyone.
{address}\n{postcode}
Flat {address:7b}, {address} has mould.
NI {national_insurance}
National Insurance number: {national_insurance}
her NHS number is {nhs_number}
A red car, reg {vehicle}, nearly hit my child.
number plate {vehicle} every day
sort code {bank:12-34-56}, account number {bank:12345678}
My card is {bank:4111 1111 1111 1111}, I was charged twice.
DOB {birth_date}
She was born {birth_date} and is too young for it.
date of birth: {birth_date}
follow {handle} for updates
My son {first} is in Year 4.
my daughter {first} loves her teacher
Our youngest, {first}, is deaf.
My twins {first} and {first} are split between two schools.
my boy {first} was bullied for a year
our child {first} needs a taxi
My stepson {first} lives with us at weekends.
My niece is called {first} and she is in care.
My son's friend {first} was excluded.
Mrs {surname} in reception was rude.
Mr {surname} the caretaker is the best thing about the place.
Councillor {surname} promised us a crossing.
the head mr {surname} will not answer
Miss {first} {surname} teaches two classes at once.
Professor {surname} gave a talk about it.
Rev. {surname} opened the hall for us.
I asked {name} in the office three times.
As {name} said at the meeting, it is about money.
My neighbour {first} has a disabled son.
My husband {first} drives the school bus.
Sent by {name}
From: {name}
{first} {surname}, {postcode}
This was written by {name}, aged 14.
My carer {first} filled this in for me.
Speak to {first} on {phone}, she was there.
My mother, {name}, is 84 and cannot get to the library.
I am the mother of {name} in 9B.
The lollipop lady, {first}, should get a medal.
Teacher {name} left because of the workload.
WhatsApp me {phone}
it's {phone} - leave a message
our postcode {postcode} is always forgotten
"""

WORKED_ON_LEFT_ALONE = r"""
The plan is too long and the words are too hard.
Schools should share teachers of music.
My son is fine, thank you.
My daughter is in Year 4 and likes it.
I think Mrs is a title that nobody needs.
Our school has 212 pupils and 11 teachers.
The meeting is on 12 March 2026 at 7 pm.
The A38 and the M6 are full at 8 am.
See page 12, line 4.
Twenty is plenty on Mill Road.
Every child matters.
We waited 18 months for an EHCP.
The Council must think again.
Ofsted came in June.
English and maths are not everything.
Nobody told Wendlebridge about it.
The Lord Mayor should come and see.
I'm so tired of forms.
I'm Not Happy with this.
Thanks for asking us
Yours sincerely
30 mph is too fast, 20 mph is right.
5 GCSEs at grade 5 will not pay the rent.
It rained on 3 May and the hall leaked.
My phone never works in that building.
Section 106 money should go to schools.
I live near the park.
The address of the school is wrong on your map.
Good teachers leave.
My husband agrees with me.
"""

_MARK = re.compile(r"\{(\w+)(?::([^}]*))?\}")
_KINDS = {"first": "name", "surname": "name"}


def labelled_texts(seed: int = 7) -> tuple[LabelledText, ...]:
    """Every text, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - the texts must come out the same every time
    return tuple(
        filled
        for lines, is_kept_back in (
            (KEPT_BACK, True),
            (KEPT_BACK_LEFT_ALONE, True),
            (WORKED_ON, False),
            (WORKED_ON_LEFT_ALONE, False),
        )
        for line in lines.strip().splitlines()
        for filled in _filled(line.replace("\\n", "\n"), is_kept_back, draw)
    )


def _filled(line: str, is_kept_back: bool, draw: random.Random) -> Iterator[LabelledText]:
    for _time in range(FILLED if "{" in line else 1):
        text, labels, read = "", [], 0
        for mark in _MARK.finditer(line):
            kind, words = mark.group(1), mark.group(2)
            text += line[read : mark.start()]
            said = words if words is not None else _DRAWN[kind](draw)
            labels.append(Label(len(text), len(text) + len(said), _KINDS.get(kind, kind)))
            text, read = text + said, mark.end()
        yield LabelledText(text=text + line[read:], labels=tuple(labels), is_kept_back=is_kept_back)


def _phone(draw: random.Random) -> str:
    tail = f"{draw.randrange(1000):03}"
    return draw.choice(
        [f"01632 960{tail}", f"07700 900{tail}", f"07700900{tail}", f"+44 7700 900{tail}", f"(01632) 960 {tail}",
         f"020 7946 0{tail}", f"0121 496 0{tail}", f"0 7700 900 {tail}"]
    )  # fmt: skip


def _email(draw: random.Random) -> str:
    first, last = draw.choice(FIRST).lower(), draw.choice(SURNAMES).lower()
    return draw.choice(
        [f"{first}.{last}@example.org", f"{first}{last}7@mail.example.com", f"{first[0]}_{last}@example.net"]
    )


def _address(draw: random.Random) -> str:
    street, number = draw.choice(STREETS), draw.randint(2, 240)
    return draw.choice([f"{number} {street}", f"{number}a {street}", f"{number}, {street}", f"{number} {street}"])


def _postcode(draw: random.Random) -> str:
    inward = f"{draw.randrange(10)}{draw.choice('QXW')}{draw.choice('ZXH')}"
    outward = draw.choice(["ZB4", "ZB12", "ZZ9", "Z1", "ZB1A"])
    return draw.choice([f"{outward} {inward}", f"{outward}{inward}", f"{outward.lower()} {inward.lower()}"])


def _birth_date(draw: random.Random) -> str:
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(2008, 2021)
    name = month_name[month]
    return draw.choice(
        [
            f"{day} {name} {year}",
            f"{day:02}/{month:02}/{year}",
            f"{day}.{month}.{year % 100:02}",
            f"{day}th {name} {year}",
        ]
    )


def _national_insurance(draw: random.Random) -> str:
    digits = f"{draw.randrange(10**6):06}"
    spaced = f"{digits[:2]} {digits[2:4]} {digits[4:]}"
    pair, last = draw.choice(["AB", "ZX", "JN", "YS"]), draw.choice("ABCD")
    return draw.choice([f"{pair} {spaced} {last}", f"{pair}{digits}{last}", f"{pair.lower()}{digits}{last.lower()}"])


def _nhs_number(draw: random.Random) -> str:
    while True:  # one in eleven has no check digit
        nine = f"999{draw.randrange(10**6):06}"
        check = (11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11) % 11
        if check < 10:
            whole = f"{nine}{check}"
            return draw.choice(
                [whole, f"{whole[:3]} {whole[3:6]} {whole[6:]}", f"{whole[:3]}-{whole[3:6]}-{whole[6:]}"]
            )


def _vehicle(draw: random.Random) -> str:
    letters = "".join(draw.choice("ABCDEFGHJKLMNOPRSTUVWXY") for _place in range(3))
    return draw.choice([f"ZB{draw.randint(10, 74)} {letters}", f"ZB{draw.randint(10, 74)}{letters}"])


def _handle(draw: random.Random) -> str:
    return f"@{draw.choice(FIRST).lower()}_{draw.choice(['mum', 'reads', '1984', 'of_zb4'])}"


_DRAWN = {
    "name": lambda draw: draw.choice(NAMES),
    "first": lambda draw: draw.choice(FIRST),
    "surname": lambda draw: draw.choice(SURNAMES),
    "phone": _phone,
    "email": _email,
    "address": _address,
    "postcode": _postcode,
    "birth_date": _birth_date,
    "national_insurance": _national_insurance,
    "nhs_number": _nhs_number,
    "vehicle": _vehicle,
    "handle": _handle,
}
