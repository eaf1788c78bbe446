"""Takes personal data out of texts: numbers, addresses, paths, names.

What can be known by its form is found wherever it stands: PESEL (any eleven digits), NIP if wanted, e-mail addresses,
paths, addresses of unknown hosts. Names have no form: found are those of the person at this computer, those that the
run itself knows (the token's name), what follows `Imię` or `Nazwisko`, and, in AP's own words, whatever is
written with a capital in the middle of a sentence and is no word of AP's or ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from importlib import resources
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from automation.addresses import is_loopback, origin_of
from automation.bundle.machine import home_folders, personal_names
from automation.environments import DEMO, PRODUCTION, TEST
from automation.evidence.event_id import EVENT_ID_FORM
from automation.redaction import redact

MASK: Final = "…"
"""What stands in the place of what was taken out."""
HOME: Final = "~"
_LONGEST: Final = 2000
"""Characters of a text; AP's own messages are much shorter."""
_SHORTEST_KNOWN: Final = 4
_STEM: Final = 4
"""Letters from which on a name is also found in its other cases (Kowalski, Kowalskiego)."""

_KEPT_FORMS: Final = re.compile(
    rf"(?<![\w-])(?:[0-9]{{8}}-[A-Z]{{2}}-[0-9A-F]{{10}}-[0-9A-F]{{10}}-[0-9A-F]{{2}}|{EVENT_ID_FORM})(?![\w|-])"
)
"""KSeF's reference numbers and AP's event ids: not personal, and the help desk's way to the case."""
_URL: Final = re.compile(r"""\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s"'„”“«»<>]+""")
_EMAIL: Final = re.compile(
    r"""[^\s"'„”“«»<>()\[\],;:/|@]+(?:@|%40|\(at\)|\[at\])[^\s"'„”“«»<>()\[\],;:/|@]+""", re.IGNORECASE
)
_UNTIL: Final = r"""[^"'„”“«»<>|;\n\r\t]"""
"""What a path may go on with: spaces too, for `Jan Kowalski` is the name of a folder."""
_PATH: Final = re.compile(
    rf"""(?<![\w]) [A-Za-z]:[\\/] {_UNTIL}*          # C:\\...
       | \\\\ [\w.$?-]+ \\ {_UNTIL}*                 # \\server\share\...
       | %[A-Za-z]+% [\\/] {_UNTIL}*                 # %USERPROFILE%\...
       | (?<![\w~/…]) ~ [\w.-]* [\\/] {_UNTIL}*      # ~/...
       | (?<!\w) file:/ {_UNTIL}*
       | (?<![\w/…]) /(?!\s) (?: [^/"'„”“«»<>|;\n\r\t]+ /+ )+ [^\s/"'„”“«»<>|,;]*""",
    re.VERBOSE,
)
_SEP: Final = r"[\s.\-_–/]"
_PESEL: Final = re.compile(rf"\d{{11,}}|(?<!\d)\d{{6}}{_SEP}\d{{5}}(?!\d)")
_NIP: Final = re.compile(
    rf"(?<!\d)(?:\d{{10}}|\d{{3}}{_SEP}\d{{3}}{_SEP}\d{{2}}{_SEP}\d{{2}}|\d{{3}}{_SEP}\d{{2}}{_SEP}\d{{2}}{_SEP}\d{{3}})(?!\d)"
)
_PHONE: Final = re.compile(
    rf"(?<![\d+])(?:\+\s?48|\(\+?48\)){_SEP}?(?:\d{_SEP}?){{9}}(?!\d)|(?<!\d)\d{{3}}{_SEP}?\d{{3}}{_SEP}?\d{{3}}(?!\d)"
)
"""Nine digits, as mobile numbers are written. KSeF's hotline (22 330 03 30) is written otherwise."""
_LABELLED: Final = re.compile(
    r"""(?<!\w)(?P<label>(?:imię|imiona|imienia|nazwisko|nazwiska|first\ name|last\ name|surname)
        (?:\s+(?:i|and|oraz|lub)\s+(?:imię|imiona|nazwisko|nazwiska|surname))?)
        (?P<gap>\s*[:=]\s*)(?P<named>[^,;\n]+)""",
    re.VERBOSE | re.IGNORECASE,
)
_LABELLED_BARE: Final = re.compile(
    r"(?<!\w)(?P<label>(?i:imię|imiona|imienia|nazwisko|nazwiska|surname))(?P<gap>\s+)"
    r"(?P<named>[^\W\d_a-zà-öø-ÿąćęłńóśźż][\w'’-]*(?:\s+[^\W\d_a-zà-öø-ÿąćęłńóśźż][\w'’-]*)*)"
)
_WORD: Final = re.compile(r"[^\W\d_][\w'’]*")
_BEGINS: Final = re.compile(r"""(?:\A|[.!?:;•·|/\n])[\s„”“"'(«\[–-]*\Z|[„”“"'(«\[]\Z""")
"""What stands before the first word of a sentence, a name of a control, or an item of a list."""
_SURNAME: Final = re.compile(r"(?:sk|ck|dzk)(?:i|a|iego|iej|iemu|im|ą|ich)|\w+(?:icz|iczow[iae]|icza|iczem)")
_PLAIN: Final = re.compile(r"[\w .,()+:#%/{}-]{0,200}")
_PART: Final = re.compile(r"(?:[a-z][A-Za-z_-]{0,40}|v\d{1,2}|\{id\})?")
"""A word of a route. None begins with a capital; a folder of somebody's may."""
_NAMED_IN_EXAMPLES: Final = "Jan Nowak"
"""Whom our own texts name: the guide's example of a token's name."""

_MORE_WORDS: Final = """
    http https json xml ssl tls dns api url id waf imperva incapsula incident error server java script rest
    demonstracyjne demonstracyjnym testowe testowym produkcyjne produkcyjnym przedprodukcyjne rozwojowe
    krajowa krajowej krajową krajowego krajowym informacja informacji informację administracja administracji
    skarbowa skarbowej skarbową skarbowy skarbowego urząd urzędu izba izby szef szefa minister ministra
    ministerstwo ministerstwa finansów rzeczypospolita rzeczypospolitej polska polski polskiej profil profilu
    pomoc pomocy pomocą techniczna technicznej techniczną infolinia infolinii infolinią helpdesk wsparcie wsparcia
    wsparciem administrator administratora administratorem kontakt biuro biura obsługi zespół zespołu zespołem
    zaufany zaufanego zaufanym gov centrum centralny punkt podatnika podatnik usługa usługi system systemu
"""
"""What AP's and the state's own messages write with capitals."""
_KNOWN_ORIGINS: Final = {environment.origin for environment in (PRODUCTION, DEMO, TEST)}


class Masker:
    """Takes personal data out of the texts of one run, and counts what it has taken out."""

    def __init__(self, known: Iterable[str] = (), *, nip: str | None = None, mask_nip: bool = False) -> None:
        """Args:
        known: what this run knows to be personal: looked for wherever it is quoted.
        nip: the taxpayer's.
        mask_nip: whether NIPs are taken out as well.
        """
        self.count = 0
        self.mask_nip = mask_nip
        self._homes = [re.compile(re.escape(home), re.IGNORECASE) for home in home_folders()]
        self._known = [_quoted(text) for text in sorted({*known}, key=lambda text: (-len(text), text))
                       if len(text.strip()) >= _SHORTEST_KNOWN]  # fmt: skip
        self._known += [_named(name) for name in personal_names()]
        self._nip = None
        if mask_nip and nip:
            self._nip = re.compile(r"(?<!\d)" + r"[\W_]{0,3}".join(map(re.escape, nip)) + r"(?!\d)")

    def text(self, text: str) -> str:
        """A text that somebody else may have written: AP, the system."""
        return self._outside_kept(text, guess_names=True)[:_LONGEST]

    def word(self, text: str) -> str:
        """A technical word: a version, a product, an id. What does not look like one is taken out whole."""
        if not _PLAIN.fullmatch(text):
            self.count += 1
            return MASK
        return self._outside_kept(text, guess_names=False)

    def route(self, path: str) -> str:
        """A path of AP's: `{id}` for whatever is not a plain word of it."""
        parts = unquote(path.partition("?")[0].partition("#")[0])[:_LONGEST].split("/")
        return "/".join(part if self._is_plain(part) else "{id}" for part in parts)

    def address(self, url: str) -> str | None:
        """An address of AP or of this machine without what identifies anybody; None for any other."""
        if is_known_address(url):
            parts = urlsplit(url)
            return f"{parts.scheme}://{parts.netloc}{self.route(parts.path)}"
        self.count += 1
        return None

    def _is_plain(self, part: str) -> bool:
        return bool(_PART.fullmatch(part)) and self._masked(part, guess_names=False) == part

    def _outside_kept(self, text: str, *, guess_names: bool) -> str:
        seen = _without_invisible(text)
        clean = redact(seen)
        self.count += clean != seen
        parts, at = [], 0
        for kept in _KEPT_FORMS.finditer(clean):
            parts += [self._masked(clean[at : kept.start()], guess_names=guess_names), kept[0]]
            at = kept.end()
        return "".join((*parts, self._masked(clean[at:], guess_names=guess_names)))

    def _masked(self, text: str, *, guess_names: bool) -> str:
        for home in self._homes:
            text = self._sub(home, text, HOME)
        for personal in self._known:
            text = self._sub(personal, text)
        text = self._sub(_PATH, text, lambda found: HOME if found[0].startswith(HOME) else MASK)
        text = self._addresses(text)
        text = self._sub(_EMAIL, text)
        text = self._sub(_PHONE, self._sub(_PESEL, text))
        if self._nip is not None:
            text = self._sub(self._nip, text)
        if self.mask_nip:
            text = self._sub(_NIP, text)
        for labelled in (_LABELLED, _LABELLED_BARE):
            text = self._sub(labelled, text, lambda found: f"{found['label']}{found['gap']}{MASK}")
        return self._without_names(text) if guess_names else text

    def _addresses(self, text: str) -> str:
        def shown(found: re.Match[str]) -> str:
            address = self.address(found[0].rstrip(".,:)"))
            return MASK if address is None else address

        return _URL.sub(shown, text)

    def _sub(self, what: re.Pattern[str], text: str, by: object = MASK) -> str:
        masked, times = what.subn(by, text)  # type: ignore[call-overload]
        self.count += times
        return str(masked)

    def _without_names(self, text: str) -> str:
        """Without words that are written as names are, and are no words of AP's or ours."""
        words = list(_WORD.finditer(text))
        named = [_may_be_name(word[0]) for word in words]
        hidden = [
            is_named
            and (
                bool(_SURNAME.search(word[0].casefold()))
                or not _BEGINS.search(text[max(0, word.start() - 12) : word.start()])
            )
            for word, is_named in zip(words, named, strict=True)
        ]
        for at in range(len(words) - 1, 0, -1):  # a given name at a sentence's beginning, before a surname
            if hidden[at] and named[at - 1] and not text[words[at - 1].end() : words[at].start()].strip(" -"):
                hidden[at - 1] = True
        parts, at = [], 0
        for word, is_hidden in zip(words, hidden, strict=True):
            if is_hidden:
                self.count += 1
                parts += [text[at : word.start()], MASK]
                at = word.end()
        return "".join((*parts, text[at:]))


def is_known_address(url: str) -> bool:
    """Whether a URL leads to AP, or to this machine: nobody's own host."""
    return origin_of(url) in _KNOWN_ORIGINS or is_loopback(url)


def is_public_number(text: str) -> bool:
    """Whether a text is a reference number of KSeF's or an event id of AP's."""
    return _KEPT_FORMS.fullmatch(text) is not None


def _without_invisible(text: str) -> str:
    """One way of writing; nothing that nobody sees but a search trips over."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        " " if character in "\t\r\n\u2028\u2029" or unicodedata.category(character) == "Zs" else character
        for character in composed
        if character in "\t\r\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def _quoted(text: str) -> re.Pattern[str]:
    words = _without_invisible(text).split()
    return re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)


def _named(name: str) -> re.Pattern[str]:
    name = unicodedata.normalize("NFC", name)
    stem = name[:-1] if name[-1] in "aeioyAEIOY" else name
    ending = r"\w{0,4}" if len(stem) >= _STEM and name.isalpha() else ""
    begins = stem if ending else name
    return re.compile(rf"(?<!\w){re.escape(begins)}{ending}(?!\w)", re.IGNORECASE)


def _may_be_name(word: str) -> bool:
    return (
        word[0].isupper()
        and len(word) > 1
        and "_" not in word
        and not any(character.isdigit() for character in word)
        and word.casefold() not in _vocabulary()
    )


@cache
def _vocabulary() -> frozenset[str]:
    """The words of our texts and of AP's screens, as recorded: nobody's name."""
    from automation.calibration.recordings import recordings  # noqa: PLC0415  loads Playwright

    folder = resources.files("automation")
    texts = [folder.joinpath("text", f"{code}.ftl").read_text("utf-8") for code in ("pl", "en")]
    texts.append(folder.joinpath("ap", "catalogue.toml").read_text("utf-8"))
    for recording in recordings(
        Path(__file__).parent
    ).values():  # the program's own: the person's are not here
        texts += [node.name for screen in recording.screens.values() for node in screen.walk()]
    texts += [_MORE_WORDS, *(status.phrase for status in HTTPStatus)]
    names = set(_WORD.findall(_NAMED_IN_EXAMPLES.casefold()))
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text)) - names
