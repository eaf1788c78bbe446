"""Keys go wherever the focus is: the guard asks before each of them."""

from __future__ import annotations

import pytest

from automation.errors import FormReadBackError
from tests.ap.guard_scene import NIP, Scenes, ap_page
from tests.ap.guard_scene import fresh_context as fresh_context  # noqa: PLC0414  a fixture
from tests.ap.guard_scene import scene as scene  # noqa: PLC0414  a fixture

pytestmark = pytest.mark.browser

# A field that only takes keys, on a page that does something at the third of them.
_ONLY_KEYS = """<script>
const field = document.querySelector("input");
let kept = "", keys = 0, all = 0;
field.addEventListener("keydown", () => { keys += 1; all += 1; if (all === 4) deed(); });
field.addEventListener("input", () => { if (keys > 0) { keys -= 1; kept = field.value; } else field.value = kept; });
const put = (html) => document.body.insertAdjacentHTML("beforeend", html);
function deed() { DEED }
</script>"""

THEFTS = {
    "another-field": "put('<input id=thief>'); document.getElementById('thief').focus();",
    "own-frame": "put('<iframe srcdoc=\"<input id=thief>\"></iframe>'); "
    "const f = document.querySelector('iframe'); f.onload = () => f.contentDocument.querySelector('input').focus(); "
    "field.blur();",
    "field-gone": "field.remove(); put('<input id=thief autofocus>'); document.getElementById('thief').focus();",
}


@pytest.mark.parametrize("deed", THEFTS.values(), ids=THEFTS)
def test_keys_stop_when_the_focus_is_taken_away(scene: Scenes, deed: str) -> None:
    """Not one more key is pressed: what was focused instead got, at most, the one key that was on its way."""
    s = scene({"/web/": ap_page(_ONLY_KEYS.replace("DEED", deed))})
    with pytest.raises(FormReadBackError):
        s.log_in()
    thieves = [thief for frame in s.ap.page.frames for thief in frame.query_selector_all("#thief")]
    assert [thief.input_value() in ("", *NIP) for thief in thieves] == [True]
    assert not s.own.posts


FOREIGN_THEFTS = {
    "location": "location.href = '{evil}/';",
    "frame": "<iframe src='{evil}/'></iframe>",
    "frame-past-the-gate": "<iframe sandbox='allow-scripts' srcdoc='<iframe src={evil}/></iframe>'></iframe>",
}


@pytest.mark.parametrize("deed", FOREIGN_THEFTS.values(), ids=FOREIGN_THEFTS)
def test_keys_stop_when_a_stranger_comes(scene: Scenes, deed: str) -> None:
    """In the middle of a word: the stranger gets, at most, the one key that was on its way."""
    deed = f"put(`{deed}`)" if deed.startswith("<") else deed
    s = scene({"/web/": ap_page(_ONLY_KEYS.replace("DEED", deed))})
    s.nip = NIP * 40  # long enough for the stranger's page to load meanwhile
    s.must_stop(look=1.0, keys=1)
    assert len(s.ap.page.locator("input").first.input_value()) < len(s.nip)
    assert not s.own.posts
