"""The names of months that can be nothing else: English, Ukrainian and Russian, with common short forms."""

from __future__ import annotations

_ENGLISH = "january february march april may june july august september october november december"
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
# Nominative, and the genitive that stands in dates. The short names of other languages are left out: "лип" or "авг"
# are read with ease, but nobody agrees on how they are written.
_UKRAINIAN = "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень"
_UKRAINIAN_OF = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
_RUSSIAN = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
_RUSSIAN_OF = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"

MONTHS = {
    name: number
    for line in (_ENGLISH, _SHORT, _UKRAINIAN, _UKRAINIAN_OF, _RUSSIAN, _RUSSIAN_OF)
    for number, name in enumerate(line.split(), start=1)
} | {"sept": 9}

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
WEEKDAYS = {name: number for number, full in enumerate(_WEEKDAYS.split()) for name in (full, full[:3])} | {
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
