// What the panel shows of a card.

const make = (name, attributes = {}, ...children) => {
  const isDrawing = ["svg", "path", "circle"].includes(name);
  const element = isDrawing ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
};
const icon = (kind) => make("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
  ...ICONS[kind].map((d) => make("path", { d })));
const ICONS = {
  good: ["M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z", "M7 12.5l3.5 3.5L17 9"],
  mistake: ["M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z", "M8 8l8 8M16 8l-8 8"],
  hint: ["M9 18h6M10 21.5h4", "M12 2.5a6.5 6.5 0 0 0-3.6 11.9V16h7.2v-1.6A6.5 6.5 0 0 0 12 2.5Z"],
  info: ["M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z", "M12 11v6M12 7v.2"],
  stop: ["M8 2h8l6 6v8l-6 6H8l-6-6V8l6-6Z", "M12 7v6M12 16.5v.2"],
  warning: ["M12 3 1.8 21h20.4L12 3Z", "M12 10v5M12 18v.2"],
  note: ["M5 2.5h10l4 4v15H5z", "M8.5 11h7M8.5 15h7"],
};

// What stands in quotation marks is on AP's screen: there to be found again.
const inLine = (text) => text.split(/(„[^”]+”|“[^”]+”)/).map((part) =>
  /^[„“]/.test(part) ? make("strong", {}, part) : part);
const paragraphs = (text, name) => {
  const blocks = [];
  for (const line of text.split("\n").map((each) => each.trim()).filter(Boolean)) {
    const isItem = /^[-•] /.test(line), last = blocks.at(-1);
    if (!isItem) blocks.push(make("p", { class: name }, ...inLine(line)));
    else {
      const item = make("li", {}, ...inLine(line.slice(2)));
      if (last?.localName === "ul") last.append(item); else blocks.push(make("ul", { class: name }, item));
    }
  }
  return blocks;
};
const box = (kind, word, text, more = "") => make("div", { class: `box ${kind}` }, icon(kind),
  make("div", {}, make("strong", { class: "word" }, word), ...paragraphs(text, "text"),
    more ? make("p", { class: "rule" }, `${words.rule} `, ...inLine(more)) : ""));

const KEYS = { "←": "ArrowLeft", "→": "ArrowRight", "↑": "ArrowUp", "↓": "ArrowDown", Spacja: "Space",
  PgDn: "PageDown", PgUp: "PageUp", Esc: "Escape" };
const shortcuts = (keys) => keys.split(/[\s,/]+/).filter(Boolean).map((key) => KEYS[key] ?? key).join(" ");
const drawnButton = ({ id, label, isPrimary, keys }) => make("button",
  { type: "button", "data-button": id, class: isPrimary ? "primary" : null,
    "aria-keyshortcuts": keys ? shortcuts(keys) : null },
  label, keys ? make("kbd", { "aria-hidden": "true" }, keys) : "");

const STAGES = 5;
const progress = (stage) => make("ol", { class: "progress", "aria-label": words.stages[stage - 1] },
  ...Array.from({ length: STAGES }, (_, index) => {
    const number = index + 1, isDone = number < stage;
    return make("li", { class: isDone ? "done" : null, "aria-current": number === stage ? "step" : null },
      make("span", { class: "unseen" }, `${words.stage} `),
      isDone ? make("span", { "aria-hidden": "true" }, "✓ ") : "",
      String(number), isDone ? make("span", { class: "unseen" }, `, ${words.done}`) : "");
  }));

// The lasting parts: a live region speaks when what is in it changes, not when it is made.
const head = make("div", { class: "head" });
const body = make("div", { class: "body" });
const polite = make("div", { class: "feedback", role: "status" });
const alarm = make("div", { class: "feedback", role: "alert" });
const waits = make("p", { class: "status" });
const foot = make("div", { class: "foot" });
const spoken = make("div", { class: "unseen", role: "status" });
const panel = make("section",
  { class: "panel", role: "region", "aria-label": words.region, lang: language, tabindex: "-1" },
  head, alarm, polite, body, foot, spoken);
const shade = make("div", { class: "shade", "aria-hidden": "true" });
const rings = make("div", { class: "rings", "aria-hidden": "true" });
const pointer = make("svg", { class: "pointer", viewBox: "0 0 24 24", "aria-hidden": "true" },
  make("path", { d: "M4 2v17.5l4.6-4.3 3 6.6 3.2-1.4-3-6.5H18Z" }));
const ripples = make("div", { class: "ripples", "aria-hidden": "true" });
root.append(shade, rings, panel, ripples, pointer);

const timeLeft = (seconds) => {
  const bar = make("div", { class: "left", "aria-hidden": "true" });
  bar.style.setProperty("animation-duration", `${seconds}s`);
  return bar;
};
const fill = (element, key, ...children) => {
  if (element.drawnFrom === key) return;
  element.drawnFrom = key;
  element.replaceChildren(...children);
};
const draw = (card) => {
  panel.hidden = !card;
  if (!card) return;
  panel.classList.toggle("large", card.isLarge);
  const focused = root.activeElement?.dataset.button ?? root.activeElement?.dataset.choice ?? null;
  const hadFocus = root.activeElement !== null, typed = root.querySelector("input")?.value ?? "";
  fill(head, JSON.stringify([card.part, card.stage, card.title]),
    card.stage ? make("div", { class: "where" }, progress(card.stage),
      make("span", { class: "count", "aria-hidden": "true" }, words.stages[card.stage - 1])) : "",
    card.part ? make("p", { class: "part" }, card.part) : "",
    make("h2", {}, card.title));
  const { feedback } = card, before = alarm.drawnFrom + polite.drawnFrom;
  const said = feedback ? [box(feedback.kind, words[feedback.kind], feedback.text, feedback.rule)] : [];
  const isAlarming = feedback?.kind === "mistake" || feedback?.kind === "stop";
  fill(alarm, isAlarming ? JSON.stringify(feedback) : "", ...(isAlarming ? said : []));
  fill(polite, isAlarming ? "" : JSON.stringify(feedback), ...(isAlarming ? [] : said));
  const { do: task, why, warnings, note, question, choices, field, value } = card;
  const isNew = body.drawnFrom !== JSON.stringify([task, why, warnings, note, question, choices, field, value]);
  if (isNew) {
    fill(body, JSON.stringify([task, why, warnings, note, question, choices, field, value]),
      ...paragraphs(task, "do"),
      question ? make("fieldset", {}, make("legend", {}, ...inLine(question)), make("div", { class: "choices" },
        ...choices.map(({ id, text }) => make("button", { type: "button", "data-choice": id }, text)))) : "",
      field ? make("label", { class: "field" }, make("span", {}, field),
        make("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: "200" })) : "",
      value ? make("p", { class: "value" },
        make("span", { class: "label" }, words.value), make("code", {}, value)) : "",
      ...warnings.map((text) => box("warning", words.warning, text)),
      ...(why ? [make("h3", {}, words.why), ...paragraphs(why, "why")] : []),
      note ? box("note", words.note, note) : "");
  }
  if (isNew || alarm.drawnFrom + polite.drawnFrom !== before) panel.scrollTop = 0;
  fill(foot, JSON.stringify([card.status, card.buttons, card.seconds]),
    card.seconds ? timeLeft(card.seconds) : "",
    card.status ? waits : "",
    card.buttons.length ? make("div", { class: "buttons" }, ...card.buttons.map(drawnButton)) : "",
    make("p", { class: "keys" }, make("kbd", {}, "F8"), ` ${words.focus}`));
  waits.textContent = card.status;
  fill(spoken, JSON.stringify([card.title, task]), [card.part, card.title, task, question].filter(Boolean).join(". "));
  const input = root.querySelector("input");
  if (input && !isNew) input.value = typed;
  if (hadFocus && !root.activeElement) {
    const again = [...root.querySelectorAll("button")].find((button) =>
      focused !== null && [button.dataset.button, button.dataset.choice].includes(focused));
    (again ?? panel).focus({ preventScroll: true });
  }
};
// What is asked, and all answers to it, before anything else.
const bringQuestionIntoSight = () => {
  const asked = body.querySelector("fieldset, .field");
  if (!asked || panel.hidden) return;
  const { top, bottom } = asked.getBoundingClientRect(), isFootOver = getComputedStyle(foot).position === "sticky";
  const whole = panel.getBoundingClientRect();
  const end = isFootOver ? foot.getBoundingClientRect().top : whole.bottom;
  panel.scrollTop += Math.max(0, Math.min(bottom + 8 - end, top - whole.top - 8));
};
