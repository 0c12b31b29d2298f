"""An invented chat of two people, long enough for a report."""

import random
from datetime import UTC, datetime, timedelta

ASK = ("Can we talk about last night?", "Why didn't you answer?", "Are you angry with me?", "Hello? Are you there?")
CLOSE = ("It's fine.", "Nothing.", "Not now.", "Leave it.")
PLAIN = ("Bus is late again.", "Can you get bread?", "On my way.", "Dinner at seven?", "Thanks for the soup.")


def whatsapp(days=20, messages=8, seed=3):
    dice, lines = random.Random(seed), []
    for day in range(days):
        at = datetime(2025, 1, 5, 9, tzinfo=UTC) + timedelta(days=day)
        for number in range(messages):
            at += timedelta(minutes=dice.randint(5, 40))
            person = ("Mika", "Jo")[number % 2]
            words = dice.choice(ASK if person == "Mika" else CLOSE) if dice.random() < 0.3 else dice.choice(PLAIN)
            lines.append(f"[{at:%d/%m/%Y, %H:%M:%S}] {person}: {words}")
    return ("\n".join(lines) + "\n").encode()
