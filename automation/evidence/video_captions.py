"""Captions of a video as WebVTT: each step's title for as long as it is done; in a lesson, what is said of it as well.

A caption that is read has at most two lines, of some forty letters, and stands for as long as a calm reader needs: the
usual measures of subtitling (of the BBC and of Netflix, among others: 37 to 42 letters a line, two lines, 15 to 17
letters a second, no less than about a second).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

LINE: Final = 42
"""Letters in a line."""
_LETTERS_A_SECOND: Final = 16
_SHORTEST_MS: Final = 1500
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+(?=[^a-ząćęłńóśźż\d])")
"""Before a small letter or a number there is no new sentence, but an abbreviation (`np. ...`)."""
_PAUSES: Final = (",", ";", ":", "–", ")")
_TIMES: Final = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})")
_TAGS: Final = re.compile(r"</?\w+>")


@dataclass(slots=True)
class Cue:
    """A caption and when it is read."""

    text: str
    start_ms: int
    end_ms: int = 0
    is_title: bool = False
    """Stands out from what is said below it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter of a video, which lasts until the next one."""

    title: str
    start_ms: int


def reading_ms(text: str) -> int:
    """How long a caption must stand so that it can be read."""
    return max(_SHORTEST_MS, len(text) * 1000 // _LETTERS_A_SECOND)


def readable(text: str) -> list[str]:
    """A text cut into captions, each of two lines at most, preferably where a sentence ends or pauses.

    Args:
        text: paragraphs, each a line; lines that begin with `- ` are a list.
    """
    captions: list[str] = []
    for paragraph in _paragraphs(text):
        words = " ".join(paragraph.split())
        caption: list[str] = []
        for sentence in _SENTENCE_END.split(words) if words else ():
            more = _pieces(sentence)
            if caption and _lines(caption + more):
                caption += more
                continue
            if caption:
                captions.append(_lines(caption))
            *whole, caption = _cut(more)
            captions.extend(map(_lines, whole))
        if caption:
            captions.append(_lines(caption))
    return captions


def webvtt(cues: Iterable[Cue]) -> str:
    """The captions' file (https://www.w3.org/TR/webvtt1/)."""
    blocks = [
        f"{number}\n{_time(cue.start_ms)} --> {_time(cue.end_ms)}\n{_text(cue)}\n"
        for number, cue in enumerate(cues, 1)
        if cue.end_ms > cue.start_ms
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def chapter_cues(marks: Iterable[Mark], length_ms: int) -> list[Cue]:
    """Chapters as a track of their own (`kind="chapters"`)."""
    begun = [*marks, Mark("", length_ms)]
    return [Cue(mark.title, mark.start_ms, after.start_ms) for mark, after in itertools.pairwise(begun)]


def read_webvtt(text: str) -> Iterator[Cue]:
    """The cues of a file that `webvtt` has written."""
    for block in text.split("\n\n"):
        _, _, rest = block.strip().partition("\n")
        times, _, said = rest.partition("\n")
        if found := _TIMES.fullmatch(times):
            hours, minutes, seconds, ms = map(int, found.groups()[:4])
            start = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
            hours, minutes, seconds, ms = map(int, found.groups()[4:])
            end = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
            plain = _TAGS.sub("", said).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            yield Cue(plain, start, end, is_title=said.startswith("<b>"))


def _time(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _text(cue: Cue) -> str:
    lines = (" ".join(line.split()) for line in cue.text.splitlines())
    text = "\n".join(line for line in lines if line)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<b>{text}</b>" if cue.is_title else text


def _paragraphs(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for is_list, group in itertools.groupby(lines, lambda line: line.startswith("- ")):
        items = [line.removeprefix("- ") for line in group]
        if is_list and not any(item.endswith((".", "!", "?")) for item in items):
            yield ", ".join(item.rstrip(",;") for item in items) + "."  # as somebody would say it
        else:
            yield from items


def _pieces(sentence: str) -> list[str]:
    """Its words; what is longer than a line (an address) is broken."""
    return [word[start : start + LINE] for word in sentence.split() for start in range(0, len(word), LINE)]


def _lines(words: list[str]) -> str:
    """Words in one line or two of about the same length; empty if they do not fit."""
    whole = " ".join(words)
    if len(whole) <= LINE:
        return whole
    best: tuple[int, str] | None = None
    for at in range(1, len(words)):
        upper, lower = " ".join(words[:at]), " ".join(words[at:])
        if max(len(upper), len(lower)) <= LINE:
            # In Polish, a word of one letter does not end a line; a pause is a good place.
            cost = abs(len(upper) - len(lower)) + (20 if len(words[at - 1]) == 1 else 0)
            cost -= 10 if upper.endswith(_PAUSES) else 0
            if best is None or cost < best[0]:
                best = cost, f"{upper}\n{lower}"
    return best[1] if best else ""


def _cut(words: list[str]) -> list[list[str]]:
    """Cut a sentence into as few captions as will do, about evenly, and rather at a pause."""
    # The cheapest way to each word from the first: how many captions, how bad, and where the last one begins.
    ways: list[tuple[int, int, int]] = [(0, 0, 0)]
    for end in range(1, len(words) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            if not _lines(words[start:end]):
                break
            bad = (2 * LINE - len(" ".join(words[start:end]))) ** 2
            if end < len(words):
                bad -= 900 if words[end - 1].endswith(_PAUSES) else 0
                bad += 900 if len(words[end - 1]) == 1 else 0
            choices.append((ways[start][0] + 1, ways[start][1] + bad, start))
        ways.append(min(choices))
    captions: list[list[str]] = []
    end = len(words)
    while end:
        start = ways[end][2]
        captions.insert(0, words[start:end])
        end = start
    return captions
