// The person's answers, the frames, and what Python calls.

const pressButton = (button) => {
  const now = performance.now(), { choice } = button.dataset, answer_ = choice ?? button.dataset.button;
  if (answer_ === state.answer && now - state.answered < 1000) return;
  Object.assign(state, { answer: answer_, answered: now });
  if (choice !== undefined) { tell("choice", choice); return; }
  const input = root.querySelector("input");
  if (input && button.classList.contains("primary")) tell("field", input.value.trim());
  tell("button", button.dataset.button);
};
const submit = () => {
  const primary = root.querySelector("[data-button].primary"), input = root.querySelector("input");
  if (primary) pressButton(primary);
  else if (input) tell("field", input.value.trim());
};
const answer = (path) => {
  const button = path.find((element) => element.matches("[data-button], [data-choice]"));
  if (button) pressButton(button);
};

let cameFrom = null;
const toggleFocus = () => {
  if (root.activeElement === null) {
    cameFrom = activeElement();
    panel.focus({ preventScroll: true });
  } else if (cameFrom?.isConnected && !isNowhere(cameFrom)) cameFrom.focus({ preventScroll: true });
  else root.activeElement.blur();
};

let frames = 0;
const look = () => {
  mount();
  light(merged(state.targets.map(spotOf).filter(Boolean).map((each) => grown(each, 4))));
  arrange();
  // What can only be scrolled must be reachable by the keyboard, too.
  const isOnlyText = !panel.querySelector("button, input");
  const tabIndex = isOnlyText && panel.scrollHeight > panel.clientHeight + 1 ? 0 : -1;
  if (panel.tabIndex !== tabIndex) panel.tabIndex = tabIndex;
};
const eachFrame = () => {
  frames += 1;
  try { look(); } finally { requestAnimationFrame(eachFrame); }
};

const hold = (mode) => {
  Object.assign(state, { mode, frozen: false, letting: null, answered: -Infinity });
  host.classList.remove("aside");
};
globalThis.training = {
  show: (card, keys, nearKeys, mode) => {
    const [targets, near] = [keys, nearKeys].map((each) => each.map(taken).filter(Boolean));
    if (card.title !== state.card?.title) place = CORNERS[0]; // with a new step it may move
    const isNew = targets.some((target) => !state.targets.includes(target));
    Object.assign(state, { card, targets, near });
    hold(mode);
    draw(card);
    rearrange();
    if (isNew) targets.slice(0, 1).forEach(bringIntoSight);
    look();
    bringQuestionIntoSight();
    // Taken from nothing of AP's.
    if (mode === "held" && isNowhere(document.activeElement) && document.hasFocus()) {
      panel.focus({ preventScroll: true });
    }
  },
  hold,
  watch: (key) => {
    Object.assign(state, { watched: key === null ? null : taken(key), frozen: false, answered: -Infinity });
  },
  lets: (key) => {
    const element = taken(key);
    state.letting = element;
    host.classList.add("aside");
    setTimeout(() => { if (state.letting === element) letGo([]); }, 10_000);
  },
  glide, ripple, flash,
  hide: () => {
    const hadFocus = root.activeElement !== null;
    Object.assign(state, { card: null, targets: [], near: [], watched: null });
    hold("off");
    draw(null);
    pointer.classList.remove("shown");
    look();
    if (hadFocus && cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
  },
};

draw(null);
listen();
// `document.open` takes all listeners away, and the element with the rest.
new MutationObserver(listen).observe(document, { childList: true });
addEventListener("resize", rearrange);
addEventListener("pageshow", (event) => { if (event.persisted) globalThis[binding]?.('{"kind": "ready"}'); });
eachFrame();
setInterval(() => { const seen = frames; setTimeout(() => { if (seen === frames) look(); }, 200); }, 500);
globalThis[binding]?.('{"kind": "ready"}');
