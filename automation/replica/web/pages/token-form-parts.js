// Parts of the token form that not every AP has. All of them are made up: nobody has seen any.

import { app } from '../app-state.js';
import { component } from '../dom.js';
import { checkbox, mistakes, textField } from '../material/field.js';
import { select } from '../material/select.js';

const h = component('app-generate-token-part');

const LABEL = 'Cel wydania tokena';

/** How long the token is valid, and whether it may renew itself: expected from 2027, wording and names assumed. */
export function validityFields() {
  const days = textField({
    label: 'Okres ważności tokena (w dniach)',
    hint: 'Liczba całkowita od 1 do 365',
    hintBelow: true,
    type: 'number',
    min: '1',
    max: '365',
    step: '1',
    formcontrolname: 'validityDays',
    check: daysMistake,
  });
  const renewable = checkbox('zezwalam na automatyczne odnawianie tokena');
  return {
    element: h('div', { class: 'ksef-form-part' }, days.element, renewable.element),
    valid: days.valid,
    order: () => ({ validityDays: Number(days.input.value), renewable: renewable.input.checked }),
  };
}

function daysMistake(text) {
  if (text === '') return 'Pole jest wymagane.';
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= 365 ? null : 'Podaj liczbę całkowitą od 1 do 365.';
}

/** One more thing that must be given, of the kind that the scenario orders; it goes nowhere. */
export function extraField() {
  switch (app.config.extraField) {
    case 'text':
      return [part(textField({ label: LABEL, check: (text) => (text.trim() ? null : 'Pole jest wymagane.') }))];
    case 'select': {
      const options = ['Integracja z systemem finansowo-księgowym', 'Inny'].map((label) => ({ value: label, label }));
      return [part(select({ label: LABEL, options, changed: () => {} }))];
    }
    case 'checkbox': {
      const box = checkbox('Znam zasady korzystania z tokenów', { required: true, changed: () => error.show(null) });
      const error = mistakes(box.input);
      const valid = () => error.show(box.input.checked ? null : 'Pole jest wymagane.');
      return [{ element: h('div', { class: 'ksef-form-part' }, box.element, error.element), valid }];
    }
    default:
      return [];
  }
}

function part({ element, valid }) {
  return { element: h('div', { class: 'ksef-form-part' }, element), valid };
}
