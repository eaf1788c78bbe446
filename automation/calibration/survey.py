"""Looks at AP's screens while a run goes through them, and says how they differ from the recorded ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.ap.catalogue import Control
from automation.calibration.differences import Difference, differences, similarity
from automation.calibration.overlay import all_controls
from automation.calibration.recordings import Recording, recording_for
from automation.calibration.snapshots import Node, take
from automation.environments import Environment, Login
from automation.evidence.steps import Onlooker, Step

_AFTER: Final[Mapping[str, Mapping[str, str]]] = {
    "test": {
        "krok-1-sposob": "consent",
        "krok-1-oswiadczenie": "context",
        "krok-1-podmiot": "signature-kind",
        "krok-1-podpis": "signature",
    },
    "certificate": {"krok-1-certyfikat": "certificate-context", "krok-1-podmiot": "signing"},
    "login-gov": {},
    "session": {},
}
"""Which screen is there at the end of a step, by the way to log in."""
_AFTER_LOGIN: Final = {"krok-2-zadanie-1": "menu", "krok-2-zadanie-3": "token-form"}
_STILL: Final = 0.4
"""Seconds without a change after which a screen is taken to be complete."""
_PATIENCE: Final = 4.0
"""Seconds after which it is looked at even if something on it always moves."""
_SAME_SCREEN: Final = 0.5
"""How alike a screen must be to a recorded one to be that screen."""
_WAYS: Final = {
    "test-login": Login.TEST,
    "certificate-login": Login.CERTIFICATE,
    "login-gov": Login.LOGIN_GOV,
}
_OF_TEST_LOGIN: Final = frozenset(
    {"consent", "consent-continue", "signature-kind", "signature-nip", "authenticate"}
)


class Survey(Onlooker):
    """Observes a run. What it sees is in `seen`; it never stops the run, and changes nothing."""

    is_recording = False

    def __init__(
        self,
        ap: Ap,
        recorded: Mapping[str, Recording],
        login: Login | None,
        controls: tuple[Control, ...],
    ) -> None:
        """Args:
        ap: the page.
        recorded: what is known of AP's screens.
        login: the way to log in that is taken; None for none.
        controls: the catalogue's, as the program has them: the screens were recorded under these names.
        """
        self.seen: dict[str, Node] = {}
        self._ap = ap
        self._recorded = recorded
        self._controls = controls
        self._after = {**_AFTER_LOGIN, **(_AFTER[login.value] if login is not None else {})}
        self.on_missing: Callable[[list[Control]], None] | None = None
        """Told, on each screen, which controls of the recorded one cannot be told on it."""
        self._is_blind = False

    @property
    def recording(self) -> Recording | None:
        """What the screens are compared with."""
        return recording_for(self._ap.version, self._recorded, self.seen)

    def look(self, screen: str) -> None:
        """Take a screen as it is now."""
        try:
            self._wait_until_still()
            node = take(self._ap.page, screen)
        except Error:  # the page went on; the run says what that means
            return
        if screen == "consent" and not any(each.role in {"dialog", "alertdialog"} for each in node.walk()):
            screen = "context"
        self.seen.setdefault(screen, node)
        if self.on_missing is not None:
            self.on_missing(self.missing(screen))

    def look_where_it_stopped(self) -> str | None:
        """Take the screen at which the run could not go on.

        Returns:
            Which of the recorded screens it is; None if it is like none of them.
        """
        recording = self.recording
        if self._is_blind or recording is None:
            return None
        try:
            node = take(self._ap.page, "")
        except Error:
            return None
        likeness = {name: similarity(old, node) for name, old in recording.screens.items()}
        screen = max(likeness, key=lambda name: likeness[name])
        if likeness[screen] < _SAME_SCREEN:
            return None
        self.look(screen)
        if self.on_missing is not None:
            # Something else may have been taken for a control that has a new name.
            renamed = {difference.control for difference in self.changed(screen)}
            self.on_missing([wanted for wanted in all_controls() if wanted.id in renamed])
        return screen

    def differences(self) -> list[Difference]:
        """Everything that matters in which the screens seen differ from the recorded ones."""
        found = [difference for screen in self.seen for difference in self._of(screen)]
        once: dict[object, Difference] = {}
        for each in found:  # what all screens have (header, menu) is told once
            once.setdefault((each.kind, each.role, each.old, each.new), each)
        return list(once.values())

    def _of(self, screen: str) -> list[Difference]:
        recording = self.recording
        if recording is None or screen not in recording.screens:
            return []
        return differences(
            recording.screens[screen], self.seen[screen], screen, self._controls, recording.version
        )

    def missing(self, screen: str) -> list[Control]:
        """The controls that this screen does not have any more under the recorded name, nor under one that is told."""
        changed = {difference.control for difference in self.changed(screen)}
        self._ap.finder.forget()
        return [
            wanted
            for wanted in all_controls()
            if wanted.id in changed
            and _is_offered(wanted, self._ap.environment)
            and len(self._ap.finder.matches(wanted)) != 1
        ]

    def changed(self, screen: str | None) -> list[Difference]:
        """The controls of the catalogue that this screen does not have any more, or not under the recorded name."""
        told = self._of(screen) if screen is not None and screen in self.seen else []
        return [each for each in told if each.control is not None and each.kind in {"renamed", "gone"}]

    # --- what the run tells ---------------------------------------------------------------------

    def step_ends(self, step: Step) -> None:
        """Look at the screen that the step has brought."""
        if step.outcome == "done" and step.id in self._after and not self._is_blind:
            self.look(self._after[step.id])

    def curtain(self, *, is_open: bool) -> None:
        """Nothing is generated while this observes; if it were, it would see nothing."""
        self._is_blind = is_open

    def credential(self, *, is_open: bool) -> None:
        """See nothing while a credential is on the page."""
        self._is_blind = is_open

    def _wait_until_still(self) -> None:
        patience = self._ap.patience
        patience.until(
            {"still": lambda: time.monotonic() - patience.last_change() >= _STILL}, seconds=_PATIENCE
        )


def _is_offered(wanted: Control, environment: Environment) -> bool:
    """Whether the environment has this control at all: not every one offers every way to log in."""
    if wanted.id in _OF_TEST_LOGIN:
        return Login.TEST in environment.logins
    return wanted.id not in _WAYS or _WAYS[wanted.id] in environment.logins
