"""Takes what a page hands to the clipboard, without the clipboard of the operating system ever seeing it.

While armed, the page's three ways to copy (`navigator.clipboard.writeText`, `navigator.clipboard.write`,
`document.execCommand("copy")`) end here. The value travels as the argument of a binding: unlike results of
`evaluate`, those are in no trace. The binding's name is random and is taken off the page's global
object before any of the page's own code runs again. What stays are Playwright's own two `__playwright...` names,
which carry nothing without the binding's name.
"""

from __future__ import annotations

import secrets
from types import TracebackType
from typing import Final

from playwright.sync_api import Error, Page

from automation.secret import Secret

_ARM_JS: Final = """(name) => {
  const report = window[name];
  delete window[name];
  const restore = [];
  const replace = (object, method, substitute) => {
    if (!object) return;
    const own = Object.getOwnPropertyDescriptor(object, method);
    Object.defineProperty(object, method, { value: substitute, configurable: true, writable: true });
    restore.push(() => own ? Object.defineProperty(object, method, own) : delete object[method]);
  };
  const clipboard = window.Clipboard?.prototype ?? navigator.clipboard;
  replace(clipboard, "writeText", function writeText(text) { report(String(text)); return Promise.resolve(); });
  replace(clipboard, "write", async function write(items) {
    for (const item of items) {
      if (item.types.includes("text/plain")) report(await (await item.getType("text/plain")).text());
    }
  });
  const original = document.execCommand;
  replace(Document.prototype, "execCommand", function execCommand(command, ...rest) {
    if (String(command).toLowerCase() !== "copy") return original.call(this, command, ...rest);
    const active = document.activeElement;
    const isField = active && typeof active.value === "string" && typeof active.selectionStart === "number";
    const selected = isField
      ? active.value.slice(active.selectionStart, active.selectionEnd)
      : String(document.getSelection());
    // Pages may fill the clipboard in a "copy" listener instead of selecting the text.
    const data = new DataTransfer();
    const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
    const untouched = (active ?? document).dispatchEvent(event);
    report(untouched ? selected : data.getData("text/plain"));
    return true;
  });
  return () => restore.reverse().forEach((undo) => undo());
}"""


class ClipboardCapture:
    """Catches copies for as long as the `with` block lasts."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._copied: list[Secret] = []

    def __enter__(self) -> ClipboardCapture:
        name = f"_{secrets.token_hex(8)}"
        self._page.expose_binding(name, lambda _source, value: self._copied.append(Secret(str(value))))
        self._restore = self._page.evaluate_handle(_ARM_JS, name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._restore.evaluate("(restore) => restore()")
        except Error:
            return  # the page is gone, and its patched functions with it

    @property
    def copied(self) -> tuple[Secret, ...]:
        """Everything copied so far, in order."""
        return tuple(self._copied)
