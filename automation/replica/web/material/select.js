// A select as Angular Material makes it: a custom element, with its options in the overlay.

import { component, nextId, worded } from '../dom.js';
import { icon } from './button.js';
import { mistakes, writtenStar } from './field.js';
import { overlay, place } from './overlay.js';

const h = component('mat-select');

/**
 * A select: a `combobox` that is no native one, its options in the overlay. They stay in the DOM for a moment after
 * the choice, while they fade.
 */
export function select({ label, options, changed }) {
  const valueId = nextId('mat-select-value');
  const labelId = nextId('ksef-select-label');
  const panelId = `${nextId('mat-select')}-panel`;
  const text = h('span', { class: 'mat-mdc-select-min-line mat-mdc-select-placeholder' }, 'Wybierz'); // assumed
  const trigger = h(
    'mat-select',
    {
      role: 'combobox',
      'aria-haspopup': 'listbox',
      class: 'mat-mdc-select',
      tabindex: '0',
      'aria-labelledby': `${labelId} ${valueId}`,
      'aria-expanded': 'false',
      'aria-required': 'true',
      'aria-invalid': 'false',
      id: nextId('mat-select'),
    },
    h(
      'div',
      { class: 'mat-mdc-select-trigger' },
      h('div', { class: 'mat-mdc-select-value', id: valueId }, text),
      h('div', { class: 'mat-mdc-select-arrow-wrapper' }, icon('expand_more')),
    ),
  );
  const error = mistakes(trigger);
  let value = null;
  let shut = null;

  function choose(option) {
    value = option.value;
    text.textContent = worded(option.label);
    text.className = 'mat-mdc-select-value-text';
    shut();
    trigger.focus();
    error.show(null);
    changed(value);
  }

  function open() {
    if (shut) return;
    const list = h('div', {
      role: 'listbox',
      tabindex: '-1',
      class: 'mat-mdc-select-panel mdc-menu-surface mdc-menu-surface--open',
      id: panelId,
      'aria-labelledby': labelId,
    });
    const items = options.map((option) =>
      h(
        'mat-option',
        {
          role: 'option',
          class: 'mat-mdc-option mdc-list-item',
          id: nextId('mat-option'),
          'aria-selected': option.value === value ? 'true' : 'false',
          tabindex: '0',
          onclick: () => choose(option),
          onkeydown: (event) => {
            const index = items.indexOf(event.currentTarget);
            if (event.key === 'Enter' || event.key === ' ') choose(option);
            else if (event.key === 'ArrowDown') items[index + 1]?.focus();
            else if (event.key === 'ArrowUp') items[index - 1]?.focus();
            else if (event.key === 'Escape' || event.key === 'Tab') shut();
            else return;
            event.preventDefault();
          },
        },
        h('span', { class: 'mdc-list-item__primary-text' }, option.label),
      ),
    );
    list.append(...items);
    const remove = overlay(list, { backdrop: 'cdk-overlay-transparent-backdrop', close: () => shut?.() });
    place(list, trigger.parentElement);
    trigger.setAttribute('aria-expanded', 'true');
    trigger.setAttribute('aria-controls', panelId);
    items.find((_, index) => options[index].value === value)?.focus();
    shut = () => {
      shut = null;
      trigger.setAttribute('aria-expanded', 'false');
      trigger.removeAttribute('aria-controls');
      list.classList.add('mat-select-panel-exit');
      setTimeout(remove, 120);
    };
  }

  trigger.addEventListener('click', open);
  trigger.addEventListener('keydown', (event) => {
    if (!['Enter', ' ', 'ArrowDown'].includes(event.key) || shut) return;
    event.preventDefault();
    open();
    document.querySelector('mat-option')?.focus();
  });
  return {
    element: h(
      'mat-form-field',
      { class: 'mat-mdc-form-field mat-form-field-appearance-outline ksef-field ksef-field-select' },
      h('label', { class: 'ksef-label', id: labelId }, label, writtenStar()),
      h('div', { class: 'mat-mdc-text-field-wrapper mdc-text-field mdc-text-field--outlined' }, trigger),
      error.element,
    ),
    value: () => value,
    valid: () => error.show(value === null ? 'Pole jest wymagane.' : null), // assumed wording
  };
}
