// What looks like a control and is not the one that is wanted, as the scenario orders it.

import { app } from '../app-state.js';
import { copy } from '../clipboard.js';
import { component } from '../dom.js';
import { button } from '../material/button.js';
import { notice } from '../notices.js';

const h = component('app-decoys');

const ordered = (kind) => app.config.decoys.includes(kind);

/** Two buttons of the same words that nobody sees: for a narrow window, and clipped to a pixel. A press is noted, no more. */
export function hiddenTwins(label, look = {}) {
  if (!ordered('hidden-duplicates')) return [];
  const press = () => notice('decoy', { name: label });
  return [
    button(label, { ...look, press, class: 'ksef-narrow-only' }),
    h('div', { class: 'cdk-visually-hidden', 'aria-hidden': 'true' }, button(label, { ...look, press, tabindex: '-1' })),
  ];
}

/** A `Kopiuj` to the left of the window, which copies the reference number. */
export function offScreenCopy(reference) {
  if (!ordered('off-screen-copy')) return [];
  const press = () => copy(reference, 'reference', reference);
  return [h('div', { class: 'ksef-off-screen' }, button('Kopiuj', { style: 'link', icon: 'content_copy', press }))];
}

/** `Odśwież stronę`, which does what it says: a token that is not shown yet is lost. */
export function reloadButton() {
  if (!ordered('reload')) return [];
  return [button('Odśwież stronę', { style: 'link', icon: 'refresh', press: () => location.reload() })];
}
