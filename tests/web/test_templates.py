"""The templates and static files: nothing inline, no sentence outside the wording files, colours that can be read."""

import hashlib
import json
import re
from importlib.resources import files

import pytest

WEB = files("nearer.web")
TEMPLATES = sorted(
    (file for file in WEB.joinpath("templates").iterdir() if file.name.endswith(".html")), key=lambda file: file.name
)
STYLE = WEB.joinpath("static/style.css").read_text("utf-8")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_nothing_is_inline(template):
    text = template.read_text("utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son\w+\s*=|javascript:|hx-on", text, re.IGNORECASE)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "|safe" not in text.replace(" ", "")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_every_sentence_is_in_a_wording_file(template):
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", template.read_text("utf-8"), flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", text)
    assert not re.search(r"[A-Za-z]{2,}", shown), re.findall(r"[A-Za-z]{2,}[^\n]*", shown)
    for name in ("aria-label", "title", "placeholder", "alt"):
        assert not re.search(rf'\s{name}="[^"]*[A-Za-z]', text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_no_page_asks_for_anything_from_elsewhere(template):
    assert not re.search(r"(src|href|action)=\"(https?:)?//", template.read_text("utf-8"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_every_form_brings_its_key(template):
    text = template.read_text("utf-8")
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL)
    assert len(forms) == text.count("<form")
    assert all("form_key" in form for form in forms)


def test_the_vendored_script_is_the_published_one():
    """htmx.org 2.0.4 from npm, dist/htmx.min.js; the same hash is on htmx.org as sha384."""
    content = WEB.joinpath("static/htmx.min.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() == "e209dda5c8235479f3166defc7750e1dbcd5a5c1808b7792fc2e6733768fb447"
    assert "BSD" in WEB.joinpath("static/htmx.LICENSE.txt").read_text("utf-8")


def test_the_app_can_be_installed_and_caches_static_files_alone():
    manifest = json.loads(WEB.joinpath("static/app.webmanifest").read_text("utf-8"))
    for icon in manifest["icons"]:
        assert WEB.joinpath(icon["src"].removeprefix("/")).is_file()
    worker = WEB.joinpath("static/sw.js").read_text("utf-8")
    kept = re.search(r"FILES = \[(.*?)\]", worker)[1]
    assert all(name.startswith("/static/") for name in re.findall(r'"([^"]+)"', kept))
    assert 'startsWith("/static/")' in worker


def colours(block):
    return dict(re.findall(r"--(\w[\w-]*): (#[0-9a-f]{3,6});", block))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT = colours(STYLE.split("@media (prefers-color-scheme: dark)")[0])
DARK = colours(STYLE.split("@media (prefers-color-scheme: dark)")[1].split("\n}")[0])
PRINT = {**LIGHT, **colours(STYLE.split("@media print")[1])}
WRITING = [("ink", on) for on in ("paper", "page", "tint", "mark", "plate")]
WRITING += [("soft", on) for on in ("paper", "page", "tint")] + [("leaf", on) for on in ("paper", "page", "tint")]
WRITING += [("on-leaf", "leaf"), ("press", "paper"), ("close", "paper")]


@pytest.mark.parametrize("scheme", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_colours_can_be_read(scheme):
    """WCAG 2.2: 4.5 to 1 for writing, 3 to 1 for the edges of what can be filled in."""
    assert set(LIGHT) == set(DARK)
    weak = {pair: round(contrast(*(scheme[name] for name in pair)), 2) for pair in WRITING}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    assert contrast(scheme["edge"], scheme["page"]) >= 3
    assert contrast(scheme["edge"], scheme["paper"]) >= 3


def test_motion_is_only_for_those_who_want_it():
    outside = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\} \}", "", STYLE)
    assert "transition" not in outside
    assert "animation" not in outside
