"""From the text of a letter to its `Story`."""

from nearer.letter.acts import Act, find_acts
from nearer.letter.binds import find_dilemma, find_question, find_timing
from nearer.letter.clauses import tidy
from nearer.letter.feelings import find_feelings
from nearer.letter.gate import check_length, check_people, check_words
from nearer.letter.habits import event_sentences, how_often
from nearer.letter.links import what_set_off
from nearer.letter.mentions import Mentions, find_mentions, others_of
from nearer.letter.merge import Merged, merge
from nearer.letter.passages import sort_of
from nearer.letter.people import Cast, cast_of
from nearer.letter.sentences import split
from nearer.letter.shape import topics_of
from nearer.letter.speech import find_speech, told_regions
from nearer.letter.story import Move, Passage, Person, Story
from nearer.letter.words import fold
from nearer.turns import Quote

__all__ = ["read"]


def read(text: str, *, name: str | None = None, pronoun: str | None = None) -> Story:
    """The story that a letter tells, every part with its quoted span.

    ``name`` and ``pronoun`` ("she", "he" or "they") are the partner's, where the caller knows them.

    Raises:
        NotALetterError: the text can be read but tells of no two people, or is not English.
        InputError: the text is empty or longer than any letter.
    """
    check_length(text)
    folded = fold(text)
    check_words(folded)
    cast = cast_of(text, name=name, pronoun=pronoun)
    check_people(folded, cast)
    return _story(text, folded, cast, split(text))


def _story(letter: str, folded: str, cast: Cast, sentences: tuple[Quote, ...]) -> Story:
    mentions = find_mentions(letter, sentences, cast)
    merged = merge(folded, sentences, mentions, cast, _acts(folded, sentences, mentions))
    question = find_question(letter, folded, sentences, mentions)
    first = (sentences[0].start, sentences[0].end) if sentences else (0, 0)
    return Story(
        letter=letter,
        sentences=sentences,
        writer=Person(pronoun=None),
        partner=cast.partner,
        others=others_of(letter, cast),
        moves=_moves(letter, folded, sentences, merged),
        feelings=find_feelings(folded, sentences, mentions, letter),
        needs=_passages(sentences, merged, "need", folded, sort="need"),
        fears=_passages(sentences, merged, "fear", folded),
        incidents=_passages(sentences, merged, "incident", folded),
        habits=_passages(sentences, merged, "habit", folded),
        history=_passages(sentences, merged, "history", folded, sort="history"),
        stress=_passages(sentences, merged, "stress", folded, sort="stress"),
        strengths=_passages(sentences, merged, "strength", folded),
        betrayals=_passages(sentences, merged, "betray", folded),
        partings=_passages(sentences, merged, "apart", folded),
        dilemma=find_dilemma(letter, folded, sentences),
        timing=find_timing(letter, folded, sentences),
        question=question,
        pattern=merged.pattern,
        role=merged.role,
        scope=merged.scope,
        topics=topics_of(folded, first, (question.start, question.end) if question else None),
    )


def _acts(folded: str, sentences: tuple[Quote, ...], mentions: Mentions) -> list[Act]:
    regions = told_regions(folded, sentences, mentions)
    acts = [act for act in find_acts(folded, sentences, mentions) if not _inside(act, regions)]
    return [*acts, *find_speech(folded, sentences, mentions)]


def _inside(act: Act, regions: list[tuple[int, int]]) -> bool:
    return any(low <= act.start < high for low, high in regions)


def _moves(letter: str, folded: str, sentences: tuple[Quote, ...], merged: Merged) -> tuple[Move, ...]:
    events = event_sentences(folded, sentences)
    causes = what_set_off(folded, sentences, merged.acts)
    return tuple(
        Move(
            who=act.who,
            code=act.code,
            quote=Quote(act.start, act.end, letter[act.start : act.end]),
            sentence=act.sentence,
            probability=round(act.probability, 3),
            often=how_often(folded, sentences[act.sentence], act.sentence, (act.start, act.end), events),
            after=cause,
            said=Quote(*act.said, letter[act.said[0] : act.said[1]]) if act.said else None,
        )
        for act, cause in zip(merged.acts, causes, strict=True)
    )


def _passages(
    sentences: tuple[Quote, ...], merged: Merged, element: str, folded: str, *, sort: str | None = None
) -> tuple[Passage, ...]:
    """The sentences that tell this element, trimmed, with the sort where a sort is asked for."""
    found: list[Passage] = []
    for place, sentence in enumerate(sentences):
        if element in merged.elements[place]:
            start, end = tidy(folded, sentence.start, sentence.end)
            quote = Quote(start, end, sentence.text[start - sentence.start : end - sentence.start])
            kind = sort_of(sort, folded, start, end) if sort else None
            found.append(Passage(quote, place, kind))
    return tuple(found)
