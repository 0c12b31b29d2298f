"""The calendar file, as RFC 5545 wants it, read back by another hand."""

from datetime import date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.table import calendar_file, weekly_time

TODAY = date(2026, 11, 23)  # a Monday
STAMP = 1_795_000_000_000


def made(time, title="Time for us", today=TODAY):
    return calendar_file(time, title=title, uid="7f3a@table", stamp_ms=STAMP, today=today)


def test_a_calendar_to_the_letter():
    assert made(weekly_time(6, 18, 30, "walk")).decode() == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//calendar//EN\r\nBEGIN:VEVENT\r\nUID:7f3a@table\r\n"
        "DTSTAMP:20261118T110640Z\r\nDTSTART:20261129T183000\r\nDURATION:PT20M\r\nRRULE:FREQ=WEEKLY\r\n"
        "SUMMARY:Time for us\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


times = st.builds(weekly_time, st.integers(0, 6), st.integers(0, 23), st.integers(0, 59), st.just("walk"))


@settings(deadline=None, max_examples=60)
@given(times, st.text(max_size=200), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_another_reader_finds_the_same_event(time, title, today):
    content = made(time, title, today)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    start = event["DTSTART"].dt
    assert (start.weekday(), start.hour, start.minute, start.tzinfo) == (time.day, time.hour, time.minute, None)
    assert today <= start.date() < today + timedelta(days=7)
    assert event["DURATION"].dt == timedelta(minutes=20)
    assert dict(event["RRULE"]) == {"FREQ": ["WEEKLY"]}
    unbroken = title.replace("\r\n", "\n").replace("\r", "\n")
    assert str(event["SUMMARY"]) == "".join(sign for sign in unbroken if sign == "\n" or sign.isprintable())


@pytest.mark.parametrize("title", ["x\r\nATTENDEE:mailto:a@b.c", "x\nEND:VEVENT", "a;b,c\\d"])
def test_a_title_adds_no_line(title):
    (event,) = icalendar.Calendar.from_ical(made(weekly_time(0, 9, 0, "home"), title)).walk("VEVENT")
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DURATION", "RRULE", "SUMMARY", "CLASS"}


def test_a_neutral_file_has_no_word_of_what_it_is_for():
    content = made(weekly_time(0, 9, 0, "home"), "Appointment").decode().casefold()
    assert not [word for word in ("nearer", "talk", "couple", "partner", " us", "http") if word in content]


def test_today_counts():
    start = icalendar.Calendar.from_ical(made(weekly_time(0, 9, 0, "home"))).walk("VEVENT")[0]["DTSTART"].dt
    assert start == datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - the wall clock, without a zone
