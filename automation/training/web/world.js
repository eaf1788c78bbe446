// What the panel's parts share. All of it runs in a world of its own in AP's top document: the page's scripts see the
// one element and nothing else. Nothing here writes markup, so no Content-Security-Policy and no trusted types matter.
const { binding, handover, origins, tag, css, words, language } = config;
if (window !== window.top || !(location.protocol === "about:" || origins.includes(location.origin))) return;

const prefersCalm = matchMedia("(prefers-reduced-motion: reduce)");
const host = document.createElement(tag);
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
root.adoptedStyleSheets = [sheet];
host.popover = "manual";

const state = {
  card: null,
  mode: "off",
  targets: [],
  near: [], // what the panel stays clear of, too
  watched: null,
  frozen: false, // the watched control was pressed: nothing more until Python says so
  letting: null, // what the assistant presses next
  answer: null, answered: -Infinity, // what was answered last, and when: a second press of the same is none
};

// --- Telling Python --------------------------------------------------------------------------------------------------

let told = 0;
const tell = (kind, value = "") => {
  globalThis[binding]?.(JSON.stringify({ kind, value }));
  // Whoever waits for the page to change wakes up, after the message is on its way.
  setTimeout(() => host.setAttribute("data-events", String(++told)), 5);
};

// --- The page's tree, as it is drawn ---------------------------------------------------------------------------------

const up = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
const isInside = (outer, inner) => {
  for (let node = inner; node; node = up(node)) if (node === outer) return true;
  return false;
};
const elementsOf = (event) => event.composedPath().filter((node) => node instanceof Element);
const isOfPanel = (path) => path.includes(host);
const activeElement = () => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement && active !== host) active = active.shadowRoot.activeElement;
  return active;
};
const isNowhere = (element) => !element || element === document.body || element === document.documentElement;

// --- Elements that Python hands over ---------------------------------------------------------------------------------

const handed = new Map();
const onHandover = (event) => {
  event.stopImmediatePropagation();
  const [element] = event.composedPath();
  if (element instanceof Element) handed.set(event.detail, element);
};
const taken = (key) => {
  const element = handed.get(key) ?? null;
  handed.delete(key);
  return element;
};

// --- The element's place ---------------------------------------------------------------------------------------------

// What is in the browser's top layer; the camera's cover, outside the body, is no concern of the panel's.
const topLayer = () => [...document.querySelectorAll("dialog:modal, :popover-open")]
  .filter((element) => element !== host && element.parentElement !== document.documentElement);
const shadowHosts = () => {
  const found = [];
  const walk = (node) => {
    for (const element of node.querySelectorAll("*")) {
      if (element.shadowRoot && element !== host) { found.push(element.shadowRoot); walk(element.shadowRoot); }
    }
  };
  walk(document);
  return found;
};
let shadows = [], shadowsAt = -Infinity, layerSeen = [];
const modalDialog = () => {
  if (performance.now() - shadowsAt > 250) [shadows, shadowsAt] = [shadowHosts(), performance.now()];
  const modal = (from) => [...from.querySelectorAll("dialog:modal")];
  return [document, ...shadows].flatMap(modal).filter((dialog) => dialog.getClientRects().length).at(-1) ?? null;
};
// While a modal dialog is open all outside of it is inert, so the panel goes into it.
const mount = () => {
  if (!document.documentElement) return;
  const parent = modalDialog() ?? document.documentElement;
  const layer = topLayer();
  const isNew = layer.some((element) => !layerSeen.includes(element));
  layerSeen = layer;
  if (host.parentNode === parent && !isNew && host.matches(":popover-open")) return;
  const focused = root.activeElement, scrolled = panel.scrollTop;
  if (host.parentNode !== parent) parent.append(host);
  else host.hidePopover();
  host.showPopover();
  panel.scrollTop = scrolled;
  focused?.focus({ preventScroll: true });
};
