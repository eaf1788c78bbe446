// Text fields, text areas, checkboxes, radio groups: native inputs inside Angular Material's wrapping.

import { component, nextId } from '../dom.js';
import { icon } from './button.js';

const h = component('mat-form-field');

/** The star of a label that AP wrote by hand: part of the label's text. */
export function writtenStar() {
  return h('span', { class: 'ksef-required' }, '*');
}

/** The star that Angular Material draws itself: hidden from assistive technology. */
export function drawnStar() {
  return h('span', { 'aria-hidden': 'true', class: 'mat-mdc-form-field-required-marker mdc-floating-label--required' });
}

/** A place for a validation message below a control. */
export function mistakes(control) {
  const id = nextId('mat-mdc-error');
  const place = h('div', { class: 'mat-mdc-form-field-error-wrapper', 'aria-live': 'polite' });
  return {
    element: place,
    show(message) {
      place.replaceChildren();
      if (message) place.append(h('mat-error', { class: 'mat-mdc-form-field-error', id }, icon('error'), ` ${message}`));
      control.toggleAttribute('data-invalid', Boolean(message));
      if (message) control.setAttribute('aria-invalid', 'true');
      else control.setAttribute('aria-invalid', 'false');
      return !message;
    },
  };
}

/**
 * A labelled text field or text area. `check` tells what is wrong with a value, or null; it is asked by `valid()`, and
 * from then on whenever the value changes.
 */
export function textField({ label, hint, check, tag = 'input', star = writtenStar, hintBelow = false, ...attributes }) {
  const id = attributes.id ?? nextId('mat-input');
  const hintId = nextId('mat-mdc-hint');
  const input = h(tag, {
    matinput: true,
    class: 'mat-mdc-input-element mat-mdc-form-field-input-control mdc-text-field__input cdk-text-field-autofill-monitored',
    autocomplete: 'off',
    'aria-required': 'true',
    'aria-invalid': 'false',
    'aria-describedby': hint ? hintId : null,
    required: true,
    ...(tag === 'input' ? { type: 'text' } : {}),
    ...attributes,
    id,
  });
  const error = mistakes(input);
  const valid = () => error.show(check(input.value));
  input.addEventListener('input', () => input.hasAttribute('data-invalid') && valid());
  const note = hint && h('div', { class: 'mat-mdc-form-field-hint', id: hintId }, hint);
  const element = h(
    'mat-form-field',
    { class: `mat-mdc-form-field mat-form-field-appearance-outline ksef-field ksef-field-${tag}` },
    h('label', { class: 'ksef-label', for: id }, label, star()),
    hintBelow ? null : note,
    h(
      'div',
      { class: 'mat-mdc-text-field-wrapper mdc-text-field mdc-text-field--outlined' },
      h('div', { class: 'mat-mdc-form-field-flex' }, h('div', { class: 'mat-mdc-form-field-infix' }, input)),
    ),
    hintBelow ? note : null,
    error.element,
  );
  return { element, input, valid, mistake: error.show };
}

/** A checkbox: the native input is there, invisible, with its label beside it. */
export function checkbox(label, { locked = false, changed, ...attributes } = {}) {
  const id = nextId('mat-mdc-checkbox');
  const input = h('input', {
    type: 'checkbox',
    class: 'mdc-checkbox__native-control',
    id: `${id}-input`,
    disabled: locked,
    tabindex: locked ? '-1' : '0',
    ...attributes,
  });
  if (changed) input.addEventListener('change', () => changed(input.checked));
  const element = h(
    'mat-checkbox',
    { class: `mat-mdc-checkbox mat-accent ${locked ? 'mat-mdc-checkbox-disabled' : ''}`.trim(), id },
    h(
      'div',
      { class: 'mdc-form-field mat-internal-form-field' },
      h(
        'div',
        { class: 'mdc-checkbox' },
        h('div', { class: 'mat-mdc-checkbox-touch-target' }),
        input,
        h('div', { class: 'mdc-checkbox__ripple' }),
        h('div', { class: 'mdc-checkbox__background' }, locked ? icon('lock') : icon('check')),
      ),
      h('label', { class: 'mdc-label', for: `${id}-input` }, label),
    ),
  );
  return { element, input };
}

/** A radio group; `choices` are `{ value, label, after }`. */
export function radioGroup({ label, choices, selected = null, inline = false, changed }) {
  const labelId = nextId('ksef-group-label');
  const name = nextId('mat-radio-group');
  const group = h('mat-radio-group', {
    role: 'radiogroup',
    class: `mat-mdc-radio-group ${inline ? 'ksef-inline' : ''}`.trim(),
    'aria-labelledby': labelId,
    'aria-required': 'true',
  });
  for (const { value, label: text, after } of choices) group.append(radio(value, text, after));
  const error = mistakes(group);

  function radio(value, text, after) {
    const id = nextId('mat-radio');
    const input = h('input', { type: 'radio', class: 'mdc-radio__native-control', id: `${id}-input`, name, value });
    input.checked = value === selected;
    input.addEventListener('change', () => {
      error.show(null);
      changed?.(value);
    });
    return h(
      'mat-radio-button',
      { class: 'mat-mdc-radio-button mat-accent', id },
      h(
        'div',
        { class: 'mdc-form-field mat-internal-form-field' },
        h(
          'div',
          { class: 'mdc-radio' },
          h('div', { class: 'mat-mdc-radio-touch-target' }),
          input,
          h(
            'div',
            { class: 'mdc-radio__background' },
            h('div', { class: 'mdc-radio__outer-circle' }),
            h('div', { class: 'mdc-radio__inner-circle' }),
          ),
        ),
        h('label', { class: 'mdc-label', for: `${id}-input` }, text),
      ),
      after,
    );
  }

  const value = () => group.querySelector('input:checked')?.value ?? null;
  return {
    element: h(
      'div',
      { class: 'ksef-group' },
      h('div', { class: 'ksef-label', id: labelId }, label, writtenStar()),
      group,
      error.element,
    ),
    value,
    valid: () => error.show(value() === null ? 'Pole jest wymagane.' : null), // assumed wording
  };
}
