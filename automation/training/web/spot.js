// Where the panel stands, what is pointed at, and the drawn pointer. Looked at anew in every frame.

const MARGIN = 16, AIR = 14;
const boxFrom = (left, top, right, bottom) => ({ left, top, right, bottom });
const isEmpty = (one) => one.right - one.left < 2 || one.bottom - one.top < 2;
const common = (one, other) => boxFrom(Math.max(one.left, other.left), Math.max(one.top, other.top),
  Math.min(one.right, other.right), Math.min(one.bottom, other.bottom));
const area = (one) => Math.max(0, one.right - one.left) * Math.max(0, one.bottom - one.top);
const grown = (one, by) => boxFrom(one.left - by, one.top - by, one.right + by, one.bottom + by);
const united = (one, other) => boxFrom(Math.min(one.left, other.left), Math.min(one.top, other.top),
  Math.max(one.right, other.right), Math.max(one.bottom, other.bottom));
const viewport = () => boxFrom(0, 0, document.documentElement.clientWidth || innerWidth, innerHeight);

// A native box may be tiny under its drawing: then what is around it is what one sees. What a box is for stands beside
// it.
const shownAs = (element) => {
  const { width, height } = element.getBoundingClientRect(), isTiny = width < 4 || height < 4;
  const isBox = element.matches(
    "input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch]");
  const labels = isBox ? [...(element.labels ?? [])] : [];
  const around = isTiny ? element.closest("label") ?? labels[0] ?? up(element) ?? element : element;
  return [around, ...labels];
};
// As far as what it scrolls in shows it.
const inSight = (element) => {
  let seen = element.getBoundingClientRect();
  for (let node = element; node; node = up(node)) {
    const style = getComputedStyle(node);
    if (node === element && style.visibility !== "visible") return null;
    if (style.position === "fixed") break;
    const parent = up(node);
    if (!parent || parent === document.documentElement || parent === document.body) break;
    const { overflowX, overflowY } = getComputedStyle(parent);
    if (overflowX === "visible" && overflowY === "visible") continue;
    seen = common(seen, parent.getBoundingClientRect());
  }
  seen = common(seen, viewport());
  return isEmpty(seen) ? null : seen;
};
const spotOf = (target) => {
  if (!target.isConnected) return null;
  const spots = shownAs(target).map(inSight).filter(Boolean);
  return spots.length ? spots.reduce(united) : null;
};
const bringIntoSight = (target) => {
  const { left, top, right, bottom } = target.getBoundingClientRect();
  const spot = spotOf(target), isWhole = spot && area(spot) >= 0.98 * (right - left) * (bottom - top);
  if (!isWhole && target.isConnected) {
    target.scrollIntoView({ block: "center", inline: "nearest", behavior: prefersCalm.matches ? "instant" : "smooth" });
  }
};

// --- Light and rings -------------------------------------------------------------------------------------------------

const merged = (spots) => {
  const done = [];
  for (let spot of spots) {
    for (let at = done.length - 1; at >= 0; at--) {
      if (!isEmpty(common(spot, done[at]))) spot = united(spot, ...done.splice(at, 1));
    }
    done.push(spot);
  }
  return done;
};
let lightDrawn = "";
const light = (spots) => {
  const key = JSON.stringify([spots, innerWidth, innerHeight]);
  if (key === lightDrawn) return;
  lightDrawn = key;
  shade.hidden = spots.length === 0;
  const hole = ({ left, top, right, bottom }) => `M${left} ${top}V${bottom}H${right}V${top}Z`;
  shade.style.clipPath = `path(evenodd, "M0 0H${innerWidth}V${innerHeight}H0Z${spots.map(hole).join("")}")`;
  while (rings.childElementCount < spots.length) rings.append(make("div", { class: "ring" }));
  while (rings.childElementCount > spots.length) rings.lastChild.remove();
  spots.forEach(({ left, top, right, bottom }, index) => {
    Object.assign(rings.children[index].style,
      { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
  });
};

// --- The panel's place -----------------------------------------------------------------------------------------------

const CORNERS = ["bottom right", "bottom left", "top right", "top left"];
const WIDTHS = [30, 25]; // em
let place = CORNERS[0], placedFrom = "", sizes = null;
// What there is little room for is left out first.
const shape = (height, width = Infinity) => {
  const em = parseFloat(getComputedStyle(panel).fontSize);
  panel.classList.toggle("tight", height < 18 * em || width < 18 * em);
  panel.classList.toggle("narrow", width < 18 * em);
};
// How large it would be if nothing were in its way.
const measured = () => WIDTHS.map((em) => {
  shape(Infinity);
  panel.style.cssText = `width: ${em}em`;
  const { width, height } = panel.getBoundingClientRect();
  return { width, height };
});
// What one of AP's dialogs takes of the window; some libraries give the role to a layer as large as the window.
const dialogBoxes = () => {
  const { right, bottom } = viewport();
  const isLayer = (one) => area(one) > 0.7 * right * bottom;
  return [...document.querySelectorAll("dialog[open], [role=dialog], [role=alertdialog]")].flatMap((dialog) => {
    const whole = inSight(dialog);
    if (!whole) return [];
    return isLayer(whole) ? [...dialog.querySelectorAll(":scope > *, :scope > * > *")].filter((each) => each !== host)
      .map(inSight).filter((one) => one && !isLayer(one)) : [whole];
  });
};
// How high the panel can be in a corner without touching what is to be seen.
const roomIn = (corner, width, clear) => {
  const { right, bottom } = viewport();
  const left = corner.includes("left") ? MARGIN : right - MARGIN - width;
  const others = clear.filter((each) => !isEmpty(common(each, boxFrom(left, 0, left + width, bottom))));
  const edges = corner.includes("bottom") ? others.map((each) => each.bottom) : others.map((each) => bottom - each.top);
  return bottom - MARGIN - Math.max(MARGIN, ...edges);
};
const intoCorner = (corner, width, height) => {
  const [block, inline] = corner.split(" ");
  place = corner;
  shape(height);
  panel.style.cssText = `inset: auto; ${block}: ${MARGIN}px; ${inline}: ${MARGIN}px; width: ${width}px;`
    + `max-height: ${Math.floor(height)}px`;
};
// What fills the window cannot be kept clear of.
const overLeast = (clear) => {
  const { right, bottom } = viewport(), highest = bottom - 2 * MARGIN, { width, height } = sizes.at(-1);
  const high = Math.min(height, highest);
  const covered = (corner) => {
    const left = corner.includes("left") ? MARGIN : right - MARGIN - width;
    const top = corner.includes("top") ? MARGIN : bottom - MARGIN - high;
    return clear.reduce((sum, each) => sum + area(common(each, boxFrom(left, top, left + width, top + high))), 0);
  };
  const [corner] = [place, ...CORNERS].sort((one, next) => covered(one) - covered(next));
  intoCorner(corner, width, high);
};
// No corner is free: a strip above, below or beside all that is pointed at, where there is most room.
const intoStrip = (clear) => {
  const { right, bottom } = viewport(), all = clear.reduce(united), edge = MARGIN / 2;
  const gaps = { top: all.top, bottom: bottom - all.bottom, left: all.left, right: right - all.right };
  const [side, room] = Object.entries(gaps).map(([name, gap]) => [name, gap - edge]).sort(([one, gap], [next, other]) =>
      other / (/top|bottom/.test(next) ? bottom : right) - gap / (/top|bottom/.test(one) ? bottom : right))[0];
  const isAcross = /top|bottom/.test(side), em = parseFloat(getComputedStyle(panel).fontSize);
  if (room < (isAcross ? 5 : 10) * em) { overLeast(clear); return; }
  const opposite = { top: "bottom", bottom: "top", left: "right", right: "left" }[side];
  shape(isAcross ? room : Infinity, isAcross ? Infinity : room);
  panel.style.cssText = `inset: ${edge}px; ${opposite}: auto; width: auto; max-width: none; max-height: none;`
    + (isAcross ? `max-height: ${Math.floor(room)}px` : `width: ${Math.floor(room)}px`);
};
const arrange = () => {
  if (panel.hidden || state.card?.isLarge) { panel.style.cssText = ""; shape(Infinity); return; }
  const wanted = [...state.targets, ...state.near, state.watched].filter(Boolean);
  const clear = wanted.map(spotOf).filter(Boolean).map((each) => grown(each, AIR)), dialogs = dialogBoxes();
  const key = JSON.stringify([clear, dialogs, viewport()]);
  if (key === placedFrom) return;
  placedFrom = key;
  sizes ??= measured();
  const all = [...clear, ...dialogs], highest = viewport().bottom - 2 * MARGIN;
  // Whole, or if need be cut; rather cut than over a dialog, rather over a dialog than next to nothing.
  for (const [avoided, part] of [[all, 1], [all, 0.6], [clear, 1], [clear, 0.6]]) {
    for (const { width, height } of sizes) {
      const needed = part * Math.min(highest, height);
      const corner = [place, ...CORNERS].find((each) => roomIn(each, width, avoided) >= needed);
      if (corner) { intoCorner(corner, width, roomIn(corner, width, avoided)); return; }
    }
  }
  intoStrip(clear);
};
const rearrange = () => { sizes = null; placedFrom = ""; };

// --- The drawn pointer -----------------------------------------------------------------------------------------------

const at = { x: null, y: null };
const middleOf = (element) => {
  const spot = spotOf(element) ?? element.getBoundingClientRect();
  return [(spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2];
};
const putPointer = (x, y) => {
  Object.assign(at, { x, y });
  pointer.style.transform = `translate(${x}px, ${y}px)`;
};
const glide = (key, seconds) => new Promise((resolve) => {
  const element = taken(key);
  if (!element) { resolve(); return; }
  const from = at.x === null ? [innerWidth / 2, innerHeight / 2] : [at.x, at.y];
  const duration = prefersCalm.matches ? 0 : seconds * 1000, started = performance.now();
  pointer.classList.add("shown");
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    putPointer(...middleOf(element));
    resolve();
  };
  const move = () => {
    if (isOver) return;
    const passed = duration ? Math.min(1, (performance.now() - started) / duration) : 1;
    if (passed === 1) { end(); return; }
    const eased = passed < 0.5 ? 2 * passed ** 2 : 1 - (2 - 2 * passed) ** 2 / 2, to = middleOf(element);
    putPointer(from[0] + (to[0] - from[0]) * eased, from[1] + (to[1] - from[1]) * eased);
    requestAnimationFrame(move);
  };
  putPointer(...from);
  move();
  setTimeout(end, duration + 100); // a window out of sight draws no frames
});
const ripple = () => {
  const ring = make("div", { class: "ripple" });
  Object.assign(ring.style, { left: `${at.x ?? innerWidth / 2}px`, top: `${at.y ?? innerHeight / 2}px` });
  ripples.append(ring);
  setTimeout(() => ring.remove(), 900);
  setTimeout(() => pointer.classList.remove("shown"), 1500);
};
const flash = () => {
  state.targets.slice(0, 1).forEach(bringIntoSight);
  rings.classList.remove("flash");
  void rings.offsetWidth; // begins anew
  rings.classList.add("flash");
  setTimeout(() => rings.classList.remove("flash"), 1600);
};
