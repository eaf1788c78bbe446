// Elements as Angular leaves them in the DOM: each carries the attribute of the component that made it.

import { app } from './app-state.js';

/** A text as this AP words it: the scenario may have other words for AP's. Only whole texts are looked up. */
export function worded(text) {
  return Object.hasOwn(app.config.wording, text) ? app.config.wording[text] : text;
}

const NAMING = new Set(['aria-label', 'title']);

/** A component's element maker: `h(tag, attributes, ...children)`. */
export function component(selector) {
  const scope = `_ngcontent-ng-c${hash(selector)}`;
  return (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    element.setAttribute(scope, '');
    return fill(element, attributes, children);
  };
}

/** A component's own element, which holds what it makes. */
export function host(selector, ...children) {
  const element = document.createElement(selector);
  element.setAttribute(`_nghost-ng-c${hash(selector)}`, '');
  return fill(element, {}, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : NAMING.has(name) ? worded(value) : value);
  }
  const given = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  element.append(...given.map((child) => (typeof child === 'string' ? worded(child) : child)));
  return element;
}

function hash(text) {
  let value = 0;
  for (const character of text) value = (value * 31 + character.codePointAt(0)) >>> 0;
  return value;
}

// Ids count up over the whole application, so no screen can rely on them.
let count = 0;

/** The next generated id, such as `mat-input-3`. */
export function nextId(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}
