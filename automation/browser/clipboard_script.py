"""What the clipboard's capture puts into AP's documents (JavaScript); `clipboard` says why."""

from __future__ import annotations

from typing import Final

# Installed before a document's own scripts, so that a function which the page keeps for later is ours already, and
# ours are the first listeners on the window. Until it is armed everything passes through to the browser's own.
# The key is random; a property of that name on the functions below leads to the controls, and is on no list.
INSTALL_JS: Final = """(key, name) => {
  const { apply, defineProperty, get, getOwnPropertyDescriptor } = Reflect;
  const { Clipboard, ClipboardItem, DataTransfer, Document, PointerEvent, crypto, queueMicrotask, setTimeout } = window;
  const getNative = WeakMap.prototype.get;
  const { addEventListener, dispatchEvent } = EventTarget.prototype;
  const getType = ClipboardItem?.prototype.getType;
  const { readText, writeText } = Clipboard?.prototype ?? {};
  const report = window[name];
  delete window[name];
  const controlsOf = (other) =>
    other.Document.prototype.execCommand[key] ?? other.Clipboard?.prototype.writeText?.[key];
  const above = (() => {
    try { return window.parent === window ? undefined : controlsOf(window.parent); } catch { return undefined; }
  })();
  // A frame of the page's own origin shares the state of the page.
  const state = above?.state ?? { mode: null, pressed: false, ending: false, later: false };
  // The frame may be gone, and all that runs in it, before the page's function that made it returns.
  const tell = above?.tell ?? report;
  const soon = above?.soon ?? queueMicrotask;
  const put = above?.put ??
    (async (text) => { if (writeText) await apply(writeText, navigator.clipboard, [text]).catch(() => {}); });
  const take = (text) => { if (state.pressed && text !== "") tell?.(text); };

  const natives = new WeakMap();
  const nativeOf = (substitute) => apply(getNative, natives, [substitute]) ?? substitute;
  const proxied = (object, method, call = apply) => {
    const own = object && getOwnPropertyDescriptor(object, method);
    if (!own) return;
    const native = own.value;
    own.value = new Proxy(native, {
      get: (target, property) => (property === key ? controls : get(target, property)),
      apply: call,
    });
    natives.set(own.value, native);
    defineProperty(object, method, own);
  };
  const whenArmed = (call) => (target, self, given) =>
    state.mode && self instanceof Clipboard && given.length > 0
      ? call(target, self, given[0]) : apply(target, self, given);
  proxied(Function.prototype, "toString", (target, self, given) => apply(target, nativeOf(self), given));
  proxied(Clipboard?.prototype, "writeText", whenArmed(async (target, self, given) => {
    const text = `${given}`;
    take(text);
    if (state.mode === "system") await apply(target, self, [text]);
  }));
  proxied(Clipboard?.prototype, "write", whenArmed(async (target, self, given) => {
    const items = [...given];
    const written = state.mode === "system" ? apply(target, self, [items]) : null;
    for (const item of items) {
      if (item.types.includes("text/plain")) take(await (await apply(getType, item, ["text/plain"])).text());
    }
    await written;
  }));
  proxied(Document.prototype, "execCommand");

  const selected = (event) => {
    const [target] = event.composedPath();
    if (typeof target.selectionStart === "number")
      return target.value.slice(target.selectionStart, target.selectionEnd);
    return `${target.getRootNode?.().getSelection?.() ?? document.getSelection()}`;
  };
  // Every execCommand("copy"), whoever calls it by whatever reference, begins with this event.
  const onCopy = (event) => {
    if (!state.mode || !event.isTrusted) return;
    const text = selected(event);
    const data = new DataTransfer();
    const own = (property, descriptor) => defineProperty(event, property, { configurable: true, ...descriptor });
    let prevented = false;
    // Prevented and left without data, the browser leaves its clipboard alone; the page's listeners see neither.
    event.preventDefault();
    own("clipboardData", { value: data });
    own("defaultPrevented", { get: () => prevented });
    own("preventDefault", { value: () => { prevented = true; } });
    own("returnValue", { get: () => !prevented, set: (value) => { prevented ||= !value; } });
    soon(() => {
      const copied = prevented ? data.getData("text/plain") : text;
      take(copied);
      if (state.mode === "system") put(copied);
    });
  };
  // On X11 and Wayland a text that is selected while an input event is handled goes to the primary selection, which
  // clipboard managers watch. So the page gets its click in a task of its own.
  const onClick = (event) => {
    if (!state.later || state.ending || state.mode !== "isolated" || !event.isTrusted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const [target] = event.composedPath();
    setTimeout(() => apply(dispatchEvent, target, [new PointerEvent("click", event)]));
  };
  const onPress = (event) => {
    if (!event.isTrusted) return;
    if (state.ending) Object.assign(state, { mode: null, ending: false });
    state.pressed = true;
  };
  const listen = () => {
    const listeners = { copy: onCopy, cut: onCopy, click: onClick, pointerdown: onPress, keydown: onPress };
    for (const type of Object.keys(listeners)) apply(addEventListener, window, [type, listeners[type], true]);
  };
  const digest = async (text) => [...new Uint8Array(await crypto.subtle.digest("SHA-256",
    new TextEncoder().encode(text)))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const controls = {
    state, tell, soon, put,
    arm: (mode, later) => {
      listen();  // a document that was opened anew has lost its listeners
      Object.assign(state, { mode, later, pressed: false, ending: false });
    },
    // What the page copies after a press of its own is no longer ours; a belated copy of ours still is.
    disarm: () => Object.assign(state, state.mode === "isolated" ? { ending: true } : { mode: null }),
    clear: async (digests) => {
      const { clipboard } = navigator;
      if (!digests.includes(await digest(await apply(readText, clipboard, [])))) return false;
      await apply(writeText, clipboard, [""]);
      return true;
    },
  };
  listen();
  return controls;
}"""

# The window's origin is also that of the empty frames which a page makes. Where a person logs in, on the pages of
# banks, nothing of ours is left before their first script runs.
INSTALL_IN_JS: Final = f"""(key, name, origins) => {{
  if (origins === null || origins.includes(window.origin)) ({INSTALL_JS})(key, name);
  else delete window[name];
}}"""

_CONTROLS_JS: Final = """(key) => {
  const controls = Document.prototype.execCommand[key] ?? window.Clipboard?.prototype.writeText?.[key];
  if (!controls) throw new Error("not installed");
  return controls;
}"""
ARM_JS: Final = f"""([key, mode, later]) => {{
  const controls = ({_CONTROLS_JS})(key);
  controls.arm(mode, later);
  return controls;
}}"""
CLEAR_JS: Final = f"([key, digests]) => ({_CONTROLS_JS})(key).clear(digests)"
