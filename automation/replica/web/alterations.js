// Controls that are not as AP has them, as the scenario orders it: missing, without effect, there twice, renamed.

import { app } from './app-state.js';
import { worded } from './dom.js';

const PARTS =
  'h1, h2, button, a, [role=button], [role=menuitem], [role=option], mat-checkbox, mat-radio-button, mat-form-field';
const FIELDS = 'mat-checkbox, mat-radio-button, mat-form-field';
const PLACES = { menu: 'nav, [role=menu]', main: 'main', dialog: '[role=dialog]' };

const twins = new WeakSet();

const ALTER = {
  missing: (part) => part.remove(),
  doubled: double,
  renamed: rename,
  dead: () => {},
};

/** Begin: what comes onto the page from now on is altered before anybody can see it. */
export function alterControls() {
  const { controls } = app.config;
  if (!controls.length) return;

  const alter = () => {
    for (const part of document.querySelectorAll(PARTS)) {
      for (const control of controls) if (isThis(control, part)) ALTER[control.change](part, control);
    }
  };
  // Told of changes before the browser draws them.
  new MutationObserver(alter).observe(document.body, { childList: true, subtree: true, characterData: true });
  alter();

  const dead = controls.filter((control) => control.change === 'dead');
  const stop = (event) => {
    const part = event.target instanceof Element && event.target.closest(PARTS);
    if (!part || !dead.some((control) => isThis(control, part))) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  document.addEventListener('click', stop, true);
  document.addEventListener('keydown', (event) => ['Enter', ' '].includes(event.key) && stop(event), true);
}

function double(part) {
  if (twins.has(part)) return;
  const twin = part.cloneNode(true);
  twin.removeAttribute('id');
  twin.addEventListener('click', (event) => {
    event.preventDefault();
    part.click();
  });
  twins.add(part).add(twin);
  part.after(twin);
}

function rename(part, { name, to }) {
  if (part.hasAttribute('aria-label')) {
    part.setAttribute('aria-label', to);
    return;
  }
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (texts.currentNode.nodeValue.trim() === worded(name)) texts.currentNode.nodeValue = to;
}

function isThis({ name, place }, part) {
  return nameOf(part) === worded(name) && (!place || part.closest(PLACES[place]) !== null);
}

// What one reads on it, without icons and the required star.
function nameOf(part) {
  if (part.hasAttribute('aria-label')) return part.getAttribute('aria-label');
  const label = part.matches(FIELDS) ? part.querySelector('label, .ksef-label') : part;
  const bare = label?.cloneNode(true);
  for (const extra of bare?.querySelectorAll('mat-icon, .ksef-required, [aria-hidden=true]') ?? []) extra.remove();
  return bare?.textContent.replace(/\s+/g, ' ').trim() ?? '';
}
