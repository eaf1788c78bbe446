"""After the press of Generuj token nothing stops the retrieval, and nothing is pressed that could cost the token."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from automation.ap.pointing import Pointing
from automation.errors import TokenNotSafeError
from automation.text import say
from tests.flows.conftest import Bench
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

Benches = Callable[..., Bench]

NAMELESS = {"Odśwież": "Ponów"}
"""A name by which nobody could tell `Odśwież`."""


def assert_stored_untouched(b: Bench, judge: KeePassXc) -> None:
    """The right token is in the vault as active, and nothing but the wanted controls was pressed."""
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert "ap-active" in b.stored(judge, "Tags")
    assert not [
        event.kind for event in b.audit.events if event.kind in {"page-left", "popup", "decoy", "button"}
    ]
    assert not b.audit.decoy_copies


def test_a_dialog_full_of_decoys_is_read_as_a_person_would(bench: Benches, judge: KeePassXc) -> None:
    """Progress and token in a dialog that loses the token when closed, beside twins and a button that reloads."""
    b = bench(
        result_in="dialog",
        decoys=["hidden-duplicates", "off-screen-copy", "reload"],
        wording={"W realizacji": "Token w realizacji", "Zakończono pomyślnie": "Token został wygenerowany"},
        icon_only_copy="title",
        escrow=False,
    )
    b.generate()
    assert_stored_untouched(b, judge)
    assert len(b.audit.status_reads) == b.run.presses == 1
    assert b.audit.copies
    assert not b.run.warnings


@pytest.mark.usually(0)
def test_a_survey_over_the_page_is_left_alone(bench: Benches, judge: KeePassXc) -> None:
    """Something opens over W realizacji: Odśwież is pressed behind it, and the token read off the page."""
    b = bench(popups=[{"screen": "progress", "kind": "survey"}], escrow=False, timeout=4)
    b.generate()
    assert_stored_untouched(b, judge)
    assert b.run.warnings == [say("warning-copied-from-page")]


_UPDATE = """addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const headings = [...document.querySelectorAll("h2")].map((heading) => heading.innerText).join();
  const waits = /W realizacji|Chwileczkę/.test(headings);
  if (!waits || document.querySelector("#update")) return;
  const dialog = document.createElement("div");
  dialog.id = "update";
  dialog.setAttribute("role", "dialog");
  Object.assign(dialog.style, { position: "fixed", inset: "0", zIndex: "99", background: "white" });
  const button = document.createElement("button");
  button.textContent = "Odśwież";
  button.addEventListener("click", () => { window.updates = (window.updates ?? 0) + 1; location.reload(); });
  dialog.append("Dostępna jest nowa wersja aplikacji.", button);
  document.querySelector("app-root").setAttribute("aria-hidden", "true");
  document.body.append(dialog);
}).observe(document, { childList: true, subtree: true }))"""


def test_the_reloading_button_of_a_dialog_is_not_taken_for_refresh(bench: Benches, judge: KeePassXc) -> None:
    """A notice over W realizacji has an Odśwież of its own, which loads the page anew: the one behind is pressed."""
    b = bench(escrow=False, timeout=4)
    b.page.add_init_script(_UPDATE)
    b.generate()
    assert_stored_untouched(b, judge)
    assert b.page.evaluate("window.updates") is None


@pytest.mark.usually(0)
def test_what_tried_to_load_the_page_anew_is_not_pressed_again(bench: Benches) -> None:
    """Without W realizacji nothing tells the notice's Odśwież from AP's: one press shows it, and the page is kept."""
    b = bench(escrow=False, timeout=4, refresh_limit=3, wording={"W realizacji": "Chwileczkę"})
    b.page.add_init_script(_UPDATE)
    with pytest.raises(TokenNotSafeError):
        b.generate()
    assert b.page.evaluate("window.updates") == 1
    assert not b.audit.lost_tokens


def test_without_a_certain_refresh_the_gateway_confirms_the_escrow(bench: Benches, judge: KeePassXc) -> None:
    """Nothing is pressed; AP says that the token is active, and the one from its answer is stored, with a warning."""
    b = bench(wording=NAMELESS, ready_after=1)
    b.generate()
    assert_stored_untouched(b, judge)
    assert b.run.presses == 0
    assert say("warning-confirmed-unseen") in b.run.warnings


def test_without_a_certain_refresh_and_without_escrow_the_page_is_kept(bench: Benches) -> None:
    """Nothing is pressed nor asked, for the status may carry the token once; exit 8 says why."""
    b = bench(wording=NAMELESS, escrow=False, refresh_limit=1)
    with pytest.raises(TokenNotSafeError) as caught:
        b.generate()
    assert caught.value.details["reason"] == say("reason-refresh-unknown")
    assert not b.audit.status_reads
    assert not b.audit.lost_tokens
    assert b.page.get_by_role("button", name="Ponów").is_visible()


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Callable[[Page, list[str]], None]:
    """A person at the window, who clicks what a text names, each time they are asked."""
    monkeypatch.setattr("automation.ap.pointing.has_window", lambda _page: True)
    original = Pointing.ask_for

    def points_at(page: Page, names: list[str]) -> None:
        window = page.context.new_cdp_session(page)

        def click() -> None:
            """As the mouse of the machine does, which Playwright knows nothing of."""
            box = page.get_by_role("button", name=names[0], exact=True).bounding_box()
            assert box is not None
            at = {"x": box["x"] + 5, "y": box["y"] + 5, "button": "left", "clickCount": 1}
            for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
                window.send("Input.dispatchMouseEvent", {"type": kind, **at})

        def ask_for(self: Pointing, wanted: object, unless: object) -> object:
            asked: list[bool] = []

            def clicks() -> bool:
                if page.locator("[data-pw-cursor=pointer]").count():
                    click()
                    if len(names) > 1:
                        names.pop(0)
                    asked.append(True)
                return False

            return original(self, wanted, {**unless, "never": clicks})  # type: ignore[arg-type, dict-item]

        monkeypatch.setattr(Pointing, "ask_for", ask_for)

    return points_at


def test_a_person_points_at_what_cannot_be_told(
    bench: Benches, judge: KeePassXc, person: Callable[[Page, list[str]], None]
) -> None:
    """What is pointed at is refused if it reloads, and asked for again; the right one is used from then on."""
    b = bench(wording=NAMELESS, escrow=False, decoys=["reload"], refreshes_needed=2)
    person(b.page, ["Odśwież stronę", "Ponów"])
    b.generate()
    assert_stored_untouched(b, judge)
    assert b.run.presses == 2
    assert [warning[:30] for warning in b.run.warnings] == [
        say("warning-point-at", control="Odśwież", question=1)[:30],
        say("warning-pointed-wrong", control="Odśwież", question=2)[:30],
    ]
