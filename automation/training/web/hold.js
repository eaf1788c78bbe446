// What a person may do to AP's page meanwhile. The listeners are the window's first; what the page's own code does by
// itself (untrusted events) always passes.

const PRESSABLE = "button, a, area, summary, input[type=button], input[type=submit], input[type=reset],"
  + " input[type=image], [role=button], [role=link], [role=menuitem], [role=menuitemcheckbox], [role=menuitemradio],"
  + " [role=tab], [role=treeitem], [onclick]";
const FIELD = "input:not([type=button], [type=submit], [type=reset], [type=image]), textarea, select, option, label,"
  + " [contenteditable]:not([contenteditable=false])";
const FIELD_ROLE = "[role=textbox], [role=searchbox], [role=checkbox], [role=radio], [role=switch], [role=option],"
  + " [role=listbox], [role=combobox], [role=spinbutton], [role=slider], [role=gridcell]";
const ACTIVATES = "button, summary, a[href], area[href], input"; // what the browser itself presses on Enter

const isHeld = () => state.frozen || state.mode === "held" || state.mode === "stake";
const atStake = () => state.mode === "stake";
// Some libraries draw what can be pressed without saying so: the hand over it tells.
const drawnOf = (path) => path.findLast((element) =>
  !isNowhere(element) && getComputedStyle(element).cursor === "pointer") ?? null;
const pressableOf = (path) => path.find((element) => element.matches(PRESSABLE)) ?? drawnOf(path);
const secretLike = /\S*\|\S*|\b[0-9a-f]{16,}\b/gi;
// In the letters that stand in the page, whatever its style makes of them; what stands in a slot belongs to it.
const readOn = (element) => {
  const slotted = [...element.querySelectorAll("slot")].flatMap((slot) => slot.assignedNodes({ flatten: true }));
  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const drawn = plain(element.innerText), written = plain(element.textContent);
  return (drawn.toLowerCase() === written.toLowerCase() ? written : drawn || written)
    || plain(slotted.map((node) => node.textContent).join(" "));
};
// Words that a font draws as icons ("description Faktury").
const withoutIcons = (element, text) => {
  for (const part of element.querySelectorAll("*")) {
    const word = part.childElementCount ? "" : part.textContent.trim();
    const looks = () => `${part.localName} ${part.getAttribute("class")} ${getComputedStyle(part).fontFamily}`;
    if (!/^[a-z0-9_]+$/.test(word) || !/icon|symbol/i.test(looks())) continue;
    if (text.startsWith(word)) text = text.slice(word.length).trim();
    else if (text.endsWith(word)) text = text.slice(0, -word.length).trim();
  }
  return text;
};
const nameOf = (element) => {
  if (!element) return "";
  const said = element.getAttribute("aria-label") || withoutIcons(element, readOn(element))
    || element.getAttribute("title") || element.value;
  return String(said || "").replace(secretLike, "…").replace(/(^|\s)[a-z0-9]+(_[a-z0-9]+)+(?=\s|$)/g, " ")
    .replace(/\s+/g, " ").trim().slice(0, 60);
};
// The press of a control: on it, in it, or on what it is a part of and is pressed as a whole.
const concerns = (control, path) => {
  if (!control) return false;
  if (path.includes(control)) return true;
  const labels = [...(control.labels ?? [])];
  if (path.some((element) => labels.includes(element))) return true;
  const pressed = pressableOf(path);
  return pressed !== null && isInside(pressed, control);
};
// What belongs to a field: its clear or calendar button, a calendar's day.
const helpsField = (pressed) => {
  const isIcon = (pressed.innerText ?? "").replace(/[a-z0-9]+(_[a-z0-9]+)*/g, "").trim() === "";
  const fields = "input:not([type=hidden], [type=button], [type=submit], [readonly]), select, textarea";
  for (let node = up(pressed), n = 0; isIcon && node && n < 3; node = up(node), n++) {
    if (node.querySelector(fields)) return true;
  }
  const days = (node) => [...node.querySelectorAll("[role=gridcell], td")]
    .filter((cell) => /^\d{1,2}$/.test(cell.textContent.trim())).length;
  for (let node = up(pressed), n = 0; node && !isNowhere(node) && n < 6; node = up(node), n++) {
    if (days(node) >= 27) return true;
  }
  return false;
};
// A drawn select's box, and the options of its list.
const isPartOfField = (drawn) => {
  for (let node = drawn, n = 0; node instanceof Element && !isNowhere(node) && n < 7; node = up(node), n++) {
    if (node.getBoundingClientRect().height > innerHeight / 2) return false;
    if (node.matches(`${FIELD}, ${FIELD_ROLE}`) || node.querySelector(`${FIELD}, ${FIELD_ROLE}`)) return true;
  }
  return false;
};
const isFreeInGuided = (path) => {
  for (const element of path) {
    if (element.matches(FIELD_ROLE)) return true;
    if (element.matches(PRESSABLE)) return helpsField(element);
    if (element.matches(FIELD)) return true;
  }
  const drawn = drawnOf(path);
  return drawn === null || isPartOfField(drawn);
};
const verdictOn = (path) => {
  if (state.letting && concerns(state.letting, path)) return "let";
  if (state.watched && !state.frozen && concerns(state.watched, path)) return "watched";
  if (isHeld()) return "held";
  return state.mode === "guided" && !isFreeInGuided(path) ? "held" : "free";
};

// --- What has just been let through ----------------------------------------------------------------------------------

let press = null; // the pointer's press under way: what it was taken for, and where it began
let passedAt = -Infinity, passedPath = [];
const inWake = (milliseconds) => performance.now() - passedAt < milliseconds;
const pass = (path) => { [passedAt, passedPath] = [performance.now(), path]; };
const pressedWatched = (path) => {
  pass(path);
  const name = nameOf(state.watched);
  state.near.push(state.watched); // no reason for the panel to move over it
  state.watched = null;
  state.frozen = true;
  tell("pressed", name);
};
const letGo = (path) => {
  pass(path);
  state.letting = null;
  host.classList.remove("aside");
};
const stop = (event) => event.stopImmediatePropagation();
const refuse = (event) => { stop(event); event.preventDefault(); };
const tellHeld = (path) => {
  const pressed = pressableOf(path);
  if (pressed) tell("held", nameOf(pressed)); // a press on plain text is none
};

// --- The mouse -------------------------------------------------------------------------------------------------------

// What would act or take the focus may not; text can still be selected.
const acts = (path) => pressableOf(path) !== null
  || path.some((element) => element.matches(FIELD) && !element.readOnly);
const isBackButton = (event) => event.button === 3 || event.button === 4;
const onPointer = (event) => {
  if (!event.isTrusted) return;
  const path = elementsOf(event);
  if (isOfPanel(path)) {
    stop(event);
    if (event.type === "mousedown" && path.some((element) => element.localName === "button")) event.preventDefault();
    if (event.type === "pointerdown") press = { verdict: "panel", target: path[0] };
    return;
  }
  if (isBackButton(event)) {
    if (!isHeld()) return;
    refuse(event);
    if (event.type === "mousedown" && atStake()) tell("back");
    return;
  }
  if (event.type === "pointerdown" || (event.type === "mousedown" && !press)) {
    press = { verdict: verdictOn(path), target: path[0] };
  }
  if ((press?.verdict ?? verdictOn(path)) !== "held") return;
  stop(event);
  const isDown = event.type === "mousedown" || event.type === "pointerdown";
  if (isDown && event.button === 0 && acts(path)) event.preventDefault();
};
const isOfPassedLabel = (path) => inWake(100) && path[0] instanceof Element
  && passedPath.some((element) => element.localName === "label" && element.control === path[0]);
const onClick = (event) => {
  const path = elementsOf(event), began = press;
  // Whoever gives the page its click in a task of its own swallows ours: this is what came of the person's press.
  const isEcho = !event.isTrusted && began !== null && began.target === path[0];
  if (!event.isTrusted && !isEcho) {
    if (state.letting && concerns(state.letting, path)) letGo(path); // pressed by the page's own code
    return;
  }
  press = null;
  if (isOfPanel(path)) { stop(event); answer(path); return; }
  if (event.isTrusted && isOfPassedLabel(path)) return;
  const verdict = began?.verdict === "held" ? "held" : verdictOn(path);
  if (verdict === "let") letGo(path);
  else if (verdict === "watched") pressedWatched(path);
  else if (verdict === "held") {
    refuse(event);
    const isDoubled = event.detail > 1 && inWake(700);
    if (!isDoubled) tellHeld(path);
  }
};
const onOtherClick = (event) => { // auxclick, dblclick
  if (!event.isTrusted) return;
  const path = elementsOf(event);
  if (isOfPanel(path)) stop(event);
  else if (isHeld() || verdictOn(path) === "held") refuse(event);
};
const hasSelection = () => {
  const field = activeElement();
  if (field !== host && typeof field?.selectionStart === "number") {
    if (field.selectionStart !== field.selectionEnd) return true;
  }
  return [document, ...shadows].some((from) => String(from.getSelection?.() ?? "").trim() !== "");
};
// What is selected in the panel itself can be copied, but not while a token is at stake: whatever is copied then may
// be taken for it.
const isOwnSelection = () => {
  const { anchorNode } = root.getSelection?.() ?? {}, field = root.activeElement;
  return (anchorNode && root.contains(anchorNode)) || field?.localName === "input";
};
const onContextMenu = (event) => {
  if (!event.isTrusted) return;
  const path = elementsOf(event);
  if (isOfPanel(path) && !atStake()) { stop(event); return; }
  if (!isHeld()) return;
  refuse(event);
  if (atStake() && hasSelection() && !isOwnSelection()) tell("copy");
};
const onDrag = (event) => {
  if (!event.isTrusted || !isHeld() || isOfPanel(elementsOf(event))) return;
  refuse(event);
  if (atStake() && event.type === "dragstart" && hasSelection()) tell("copy");
};

// --- Copying ---------------------------------------------------------------------------------------------------------

let clearedOwnAt = -Infinity;
const onCopy = (event) => {
  if (!event.isTrusted) return;
  if (inWake(5000)) return; // the copy icon's own
  if (isOwnSelection() && !atStake()) { stop(event); return; }
  if (!isHeld()) return;
  refuse(event);
  if (atStake() && !isOwnSelection() && clearedOwnAt < performance.now() - 500) tell("copy");
};
// Comes before `copy`, which others may listen to before the panel does: there is nothing left for it to copy.
const onBeforeCopy = (event) => {
  if (!event.isTrusted || !atStake() || inWake(5000)) return;
  if (isOwnSelection()) clearedOwnAt = performance.now();
  getSelection().removeAllRanges();
};
const onInput = (event) => { // beforeinput: what is typed, pasted or dropped into AP's fields
  const path = elementsOf(event);
  if (isOfPanel(path)) stop(event);
  else if (event.isTrusted && isHeld() && !inWake(5000)) refuse(event);
};

// --- The keyboard ----------------------------------------------------------------------------------------------------

const NEXT = ["Enter", " ", "ArrowRight", "PageDown"], BACK = ["ArrowLeft", "PageUp"];
const SCROLLS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End", " "];
const hasModifier = (event) => event.ctrlKey || event.altKey || event.metaKey;
const passingKeys = new Set();
const buttonFor = (key) => {
  const wanted = NEXT.includes(key) ? "next" : BACK.includes(key) ? "back" : /^r$/i.test(key) ? "repeat"
    : /^p$/i.test(key) ? "pause" : null;
  return wanted && [...root.querySelectorAll("[data-button]")].find((button) => button.dataset.button === wanted);
};
const isStepping = () => (state.mode === "held" || atStake()) && !panel.hidden
  && root.querySelector("[data-button=next], [data-button=pause]") !== null;
const isReload = (event) => event.key === "F5" || event.key === "BrowserRefresh"
  || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "r");
const isBack = (event) => (event.altKey && ["ArrowLeft", "ArrowRight"].includes(event.key))
  || ["BrowserBack", "BrowserForward", "GoBack"].includes(event.key)
  || (event.metaKey && ["[", "]", "ArrowLeft", "ArrowRight"].includes(event.key));
const isCopy = (event) => ((event.ctrlKey || event.metaKey) && ["c", "x", "insert"].includes(event.key.toLowerCase()))
  || (event.shiftKey && event.key === "Delete");
// Of the page, with the token in it.
const isSelectAll = (event, isField) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a" && !isField;
// In the panel Enter and Space press what has the focus; elsewhere in it they count as anywhere.
const onPanelKey = (event) => {
  const focused = root.activeElement;
  const isField = focused?.localName === "input", isButton = focused?.localName === "button";
  stop(event);
  const copiesAp = isCopy(event) && (atStake() || !isOwnSelection());
  if (isHeld() && (isReload(event) || isBack(event) || copiesAp || isSelectAll(event, isField))) {
    holdKey(event, elementsOf(event));
    return;
  }
  if (event.key === "Enter" && isField) {
    event.preventDefault();
    if (!event.repeat) submit();
    return;
  }
  if (isField || (isButton && [" ", "Enter"].includes(event.key)) || !isStepping() || hasModifier(event)) return;
  step(event);
};
const step = (event) => {
  const button = buttonFor(event.key);
  if (!button) return false;
  refuse(event);
  if (!event.repeat) pressButton(button);
  return true;
};
const onKeydown = (event) => {
  if (!event.isTrusted) return;
  const path = elementsOf(event), { key } = event;
  press = null;
  if (key === "F8" && !hasModifier(event) && !panel.hidden) { refuse(event); toggleFocus(); return; }
  if (isOfPanel(path)) { onPanelKey(event); return; }
  if (isStepping() && !hasModifier(event) && step(event)) return;
  const verdict = verdictOn(path);
  if (verdict === "let") { passingKeys.add(event.code); pass(path); return; }
  if (verdict === "watched" && [" ", "Enter"].includes(key) && !hasModifier(event) && !event.repeat) {
    passingKeys.add(event.code);
    // What the browser does not press by itself acts on the key.
    if (!path.some((element) => element.matches(ACTIVATES))) pressedWatched(path);
    return;
  }
  if (isHeld()) holdKey(event, path);
  else if (state.mode === "guided" && verdict === "held" && [" ", "Enter"].includes(key)) {
    refuse(event);
    if (!event.repeat) tellHeld(path);
  }
};
const holdKey = (event, path) => {
  const { key } = event, told_ = atStake() && !event.repeat;
  if (["Tab", "Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock"].includes(key)) return;
  if (isReload(event)) { refuse(event); if (told_) tell("reload"); return; }
  if (isBack(event)) { refuse(event); if (told_) tell("back"); return; }
  if (isCopy(event)) { refuse(event); if (told_ && hasSelection() && !isOwnSelection()) tell("copy"); return; }
  if (isSelectAll(event)) { refuse(event); return; }
  stop(event);
  if (hasModifier(event)) return; // the browser's own: searching, enlarging
  const [target] = path, isField = target?.matches(FIELD) || target?.matches(FIELD_ROLE);
  const isPress = [" ", "Enter"].includes(key) && !isNowhere(target) && pressableOf(path) !== null;
  const isScroll = SCROLLS.includes(key) && !isField && !isPress;
  if (isScroll || /^F\d+$/.test(key)) return;
  event.preventDefault();
  if (isPress && !event.repeat) tellHeld(path);
};
const onKeyup = (event) => { // and keypress
  if (!event.isTrusted) return;
  if (isOfPanel(elementsOf(event))) { stop(event); return; }
  if (passingKeys.has(event.code)) { if (event.type === "keyup") passingKeys.delete(event.code); return; }
  if (!isHeld() || event.key === "Tab") return;
  stop(event);
  if (event.key === " " && !isNowhere(elementsOf(event)[0])) event.preventDefault();
};

// --- Forms, dialogs, leaving -----------------------------------------------------------------------------------------

const onSubmit = (event) => {
  if (!event.isTrusted || inWake(5000) || state.mode === "off") return;
  refuse(event);
};
const onCancel = (event) => { if (isHeld() && !inWake(5000)) refuse(event); };
const onBeforeUnload = (event) => {
  if (!atStake()) return;
  event.preventDefault();
  event.returnValue = "?";
};
const onNavigate = (event) => {
  if (event.navigationType !== "traverse" || !event.cancelable || !isHeld() || inWake(1000)) return;
  event.preventDefault();
  if (atStake()) tell("back");
};
// Frameworks keep the focus in their dialogs by these; of what happens in the panel they hear nothing.
const onInside = (event) => { if (isOfPanel(elementsOf(event))) stop(event); };

const LISTENERS = {
  pointerdown: onPointer, mousedown: onPointer, pointerup: onPointer, mouseup: onPointer, touchstart: onInside,
  touchend: onInside, click: onClick, auxclick: onOtherClick, dblclick: onOtherClick, contextmenu: onContextMenu,
  dragstart: onDrag, drop: onDrag, copy: onCopy, cut: onCopy, beforecopy: onBeforeCopy, beforecut: onBeforeCopy,
  beforeinput: onInput, keydown: onKeydown, keypress: onKeyup,
  keyup: onKeyup, submit: onSubmit, cancel: onCancel, beforeunload: onBeforeUnload, focus: onInside, blur: onInside,
  focusin: onInside, focusout: onInside, input: onInside, change: onInside, [handover]: onHandover,
};
const listen = () => {
  const options = { capture: true, passive: false };
  for (const [type, listener] of Object.entries(LISTENERS)) addEventListener(type, listener, options);
  globalThis.navigation?.addEventListener("navigate", onNavigate);
};
