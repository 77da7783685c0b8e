"""Sound rows of the reference table: English, Cyrillic and Turkish text, 5 % notes that span two lines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.table import DATE_PRECISIONS, EVENT_TYPES, OUTCOMES

PROCESS_IDS = [f"p-{number:04d}" for number in range(1, 2001)]
# fmt: off
COUNTRIES = [
    "CY", "TR", "UA", "RU", "GE", "MD", "AM", "AZ", "CO", "NI", "SD", "SS", "ET", "YE", "SY",
    "IQ", "AF", "MM", "PH", "NP", "LK", "GB", "BA", "XK", "RS", "ML", "CF", "LY", "SO", "MZ",
]
# fmt: on
HEADS = [
    "Third round of talks between",
    "Переговоры в формате",
    "Görüşmelerin yeni turu:",
    "Ceasefire consultations with",
    "Встреча контактной группы по",
    "Ateşkes müzakereleri ve",
    "Working group meeting on",
    "Подписание протокола о",
    "Barış süreci üzerine toplantı:",
    "Technical committee session on",
    "Обсуждение гуманитарных вопросов:",
    "Joint statement following talks about",
]
MIDDLES = [
    "the exchange of detained persons",
    "отводе тяжёлых вооружений",
    "güven artırıcı önlemler",
    "demining and access",
    "возвращении перемещённых лиц",
    "sınır kapılarının açılması",
    "power sharing and elections",
    "статусе спорных территорий",
    "mülkiyet ve tazminat konuları",
    "monitoring mechanisms",
    "режиме тишины",
    "doğal kaynakların paylaşımı",
]
TAILS = [
    "in Geneva",
    "в Минске",
    "Lefkoşa'da",
    "with UN facilitation",
    "при посредничестве ОБСЕ",
    "İstanbul'da",
    "",
    "",
]
SHORT_NOTES = [
    "Date from press release",
    "Источник: пресс-служба",
    "Basın açıklamasına göre",
    "See also annex A",
    "Unconfirmed by second party",
    "По данным миссии",
]
LONG_NOTES = [
    'Both parties, according to the communique, "agreed in principle"; details pending\nAnnex B lists the points',
    "Стороны договорились о следующем:\n1) режим тишины, 2) обмен списками, 3) новая встреча",
    'Taraflar, ortak bildiride, "iyi niyet" vurgusu yaptı,\nsonraki tur için tarih verilmedi',
    "По итогам встречи стороны, как сообщается,\nсогласовали «дорожную карту», без сроков",
]
HOSTS = [
    "https://peacemaker.un.org/document/",
    "https://www.osce.org/ru/node/",
    "https://example.org/archive/",
    "https://www.mfa.gov.tr/data/",
    "https://ucdp.uu.se/event/",
]
DAYS = [(date(1990, 1, 1) + timedelta(days=number)).isoformat() for number in range(13_000)]


def process_rows() -> Iterator[list[str]]:
    """The rows of the table that the foreign key points at."""
    rng = random.Random(7)  # noqa: S311 - a reproducible table, not a secret
    for identifier in PROCESS_IDS:
        name = f"{rng.choice(HEADS)} {rng.choice(MIDDLES)}"
        yield [identifier, name, rng.choice(COUNTRIES), str(rng.randint(1990, 2025))]


def notes(draw: float, rng: random.Random) -> str:
    """5 % long notes with a quoted newline, 30 % short ones, else nothing."""
    if draw < 0.05:
        return LONG_NOTES[int(rng.random() * 4)]
    return SHORT_NOTES[int(rng.random() * 6)] if draw < 0.35 else ""


def event_row(number: int, rng: random.Random) -> list[str]:
    """One sound row of the events table."""
    r = rng.random
    day = int(r() * 12_900)
    return [
        f"evt-{number:08d}-{int(r() * 4096):03x}",
        PROCESS_IDS[int(r() * 2000)],
        EVENT_TYPES[int(r() * 20)],
        DAYS[day],
        DAYS[day + int(r() * 30)] if r() < 0.4 else "",
        DATE_PRECISIONS[int(r() * 3)],
        f"{HEADS[int(r() * 12)]} {MIDDLES[int(r() * 12)]} {TAILS[int(r() * 8)]}".rstrip(),
        COUNTRIES[int(r() * 30)],
        f"{r() * 180 - 90:.5f}" if r() < 0.9 else "",
        f"{r() * 360 - 180:.5f}" if r() < 0.9 else "",
        str(int(r() * 600)) if r() < 0.8 else "",
        "true" if r() < 0.7 else "false",
        str(int(r() * 40) + 1) if r() < 0.5 else "",
        OUTCOMES[int(r() * 6)],
        f"{HOSTS[int(r() * 5)]}{int(r() * 10**7)}",
        notes(r(), rng),
    ]
