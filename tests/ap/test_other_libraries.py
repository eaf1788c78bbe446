"""The DOM that other component libraries make of the same screens, as seen in their real builds (2026-11)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from automation.ap.catalogue import control, permission_control
from automation.ap.finder import Finder
from automation.ap.hand import Hand
from automation.ksef_token import Permission

pytestmark = pytest.mark.browser

WRITE = permission_control(Permission.INVOICE_WRITE)


def found(finder: Finder, control_id: str) -> list[str]:
    """The texts of what matches a control now."""
    return [" ".join(match.inner_text().split()) for match in finder.matches(control(control_id))]


def test_a_menu_of_options_with_items_below_them(page: Page, finder: Finder) -> None:
    """Groups are options of a list, their entries list items without a name; the form has the same words."""
    page.set_content(
        """<nav><div role="list">
             <div role="option">Faktury</div><a href="#">Historia sesji</a><div role="option">Uprawnienia</div>
             <div role="option">Tokeny</div>
             <div role="group"><div role="listitem"><span>Generuj token</span></div>
               <div role="listitem"><span>Lista tokenów</span></div></div>
           </div></nav>
           <main><form><textarea aria-label="Nazwa tokena*"></textarea>
             <button style="text-transform: uppercase">Generuj token</button></form></main>"""
    )
    assert found(finder, "menu-tokens") == ["Tokeny"]
    assert found(finder, "menu-generate-token") == ["Generuj token"]
    assert [match.evaluate("e => e.tagName") for match in finder.matches(control("form-submit"))] == [
        "BUTTON"
    ]


def test_a_star_before_the_label_is_no_part_of_the_name(page: Page, finder: Finder) -> None:
    """Drawn by CSS in front of the label, it is in the accessible name all the same."""
    page.set_content(
        """<style>label::before { content: "*"; }</style>
           <label for="n">NIP firmy</label><input id="n"><label for="t">Typ identyfikatora</label>
           <select id="t"><option>PESEL</option></select>"""
    )
    assert len(finder.matches(control("context-nip"))) == 1
    assert len(finder.matches(control("signature-kind"))) == 1


def test_a_select_whose_options_have_hidden_doubles(page: Page, hand: Hand) -> None:
    """The role is on elements without a size; what one can press is a plain list below the page."""
    page.set_content(
        """<label for="typ">Typ identyfikatora</label>
           <div id="box" style="position: relative; width: 200px; height: 32px; border: 1px solid">
             <input id="typ" role="combobox" readonly style="opacity: 0; position: absolute; width: 100%">
             <span id="shown" style="position: absolute; inset: 0">PESEL</span></div>
           <div role="listbox" style="width: 0; height: 0; overflow: hidden">
             <div role="option">PESEL</div><div role="option">Pieczęć NIP</div></div>
           <div id="list" hidden><div>PESEL</div><div id="seal">Pieczęć NIP</div></div>"""
    )
    page.evaluate(
        """() => {
          const list = document.getElementById("list");
          document.getElementById("box").onmousedown = () => { list.hidden = !list.hidden; };
          document.getElementById("typ").onkeydown = (event) => { if (event.key === "ArrowDown") list.hidden = false; };
          document.getElementById("seal").onclick = () => {
            document.getElementById("shown").textContent = "Pieczęć NIP"; list.hidden = true;
          };
        }"""
    )
    hand.choose(control("signature-kind"), control("signature-kind-seal"))
    assert page.locator("#shown").inner_text() == "Pieczęć NIP"


def test_a_dialog_of_web_components(page: Page, finder: Finder, hand: Hand) -> None:
    """The dialog is in a shadow root, its content is slotted into it from outside."""
    page.set_content(
        """<x-dialog><x-checkbox>Jestem świadomy(a), że uwierzytelniam się</x-checkbox>
             <button slot="footer">Przejdź dalej</button></x-dialog><button>Przejdź dalej</button>"""
    )
    page.evaluate(
        """() => {
          customElements.define("x-dialog", class extends HTMLElement {
            connectedCallback() {
              this.attachShadow({ mode: "open" }).innerHTML =
                '<div role="dialog" aria-label="Środowisko testowe"><slot></slot><slot name="footer"></slot></div>';
            }
          });
          customElements.define("x-checkbox", class extends HTMLElement {
            connectedCallback() {
              this.attachShadow({ mode: "open" }).innerHTML =
                '<label style="position: relative; display: block"><input type="checkbox" style="position: absolute;'
                + ' opacity: 0; pointer-events: none"><span style="display: block"><slot></slot></span></label>';
            }
          });
        }"""
    )
    hand.tick(control("consent"))
    assert page.evaluate(
        "() => document.querySelector('x-checkbox').shadowRoot.querySelector('input').checked"
    )
    (button,) = finder.matches(control("consent-continue"))
    assert button.get_attribute("slot") == "footer"


def test_a_checkbox_in_a_component_of_its_own(page: Page, finder: Finder, hand: Hand) -> None:
    """The label is beside the box, tied to it by its id; the native input is transparent."""
    page.set_content(
        """<main><div style="position: relative; width: 20px; height: 20px; border: 1px solid">
             <input id="p" type="checkbox" style="opacity: 0; position: absolute; inset: 0; margin: 0"></div>
             <label for="p">wystawianie faktur</label></main>"""
    )
    hand.tick(WRITE)
    (box,) = finder.boxes([WRITE])
    assert (box.control, box.is_ticked) == (WRITE, True)
