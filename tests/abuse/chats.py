"""Invented chats as WhatsApp exports them, and what takes a chat through the web app."""

import re
import time
from datetime import datetime, timedelta

PLAIN = (
    "Are you on your way home yet?",
    "I'll be there around seven tonight.",
    "Can you get bread and some milk?",
    "Thanks for making the soup yesterday.",
    "The bus was late again this morning.",
)


def talk(days=10, people=("Mika", "Jo"), start=datetime(2025, 1, 5, 9, 12), each=6):  # noqa: DTZ001
    """(when, who, words) of a chat in which the two take turns."""
    said = []
    for day in range(days):
        for number in range(each):
            at = start + timedelta(days=day, minutes=7 * number)
            said.append((at, people[number % 2], f"{PLAIN[(day + number) % len(PLAIN)]} ({day}.{number})"))
    return said


def written(said):
    """The same as a WhatsApp export."""
    return "".join(f"[{at:%d/%m/%Y, %H:%M:%S}] {who}: {words}\n" for at, who, words in said).encode()


def uploaded(browser, content, name="chat.txt"):
    return browser.post("/talks/new", files={"chat": (name, content)}, consent="yes")


def read_on_the_web(browser, content, me="Mika"):
    """The answer to the whole way from upload to report, or to the first step that was refused."""
    answer = uploaded(browser, content)
    if answer.status_code != 303:
        return answer
    place = answer.headers["location"]
    browser.post(place, me=me)
    for _ in range(300):
        answer = browser.get(place)
        if answer.status_code == 303:
            return browser.get(answer.headers["location"])
        if 'http-equiv="refresh"' not in answer.text:
            return answer
        time.sleep(0.1)
    raise AssertionError("The chat is still being read.")


def main_of(answer):
    """The words of a page, without tags."""
    text = re.search(r"<main.*?</main>", answer.text, re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r'name="form_key" value="\w+"', "", text)))
