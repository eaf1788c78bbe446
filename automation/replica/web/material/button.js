// Icons, buttons and links with the markup of Angular Material 20.

import { app } from '../app-state.js';
import { component } from '../dom.js';

const h = component('mat-button');

/** An icon: an element whose text is the icon's name, as a ligature font wants it. */
export function icon(name, attributes = {}) {
  return h(
    'mat-icon',
    {
      // Where a page exposes its icons, their names become part of their controls': `sync Odśwież`.
      role: app.config.iconsExposed ? null : 'img',
      class: `mat-icon notranslate material-icons mat-ligature-font mat-icon-no-color icon-${name}`,
      'aria-hidden': app.config.iconsExposed ? null : 'true',
      'data-mat-icon-type': 'font',
      ...attributes,
    },
    name,
  );
}

const STYLES = {
  primary: ['mat-flat-button', 'mdc-button--unelevated mat-mdc-unelevated-button mat-primary'],
  outline: ['mat-stroked-button', 'mdc-button--outlined mat-mdc-outlined-button mat-primary'],
  confirm: ['mat-stroked-button', 'mdc-button--outlined mat-mdc-outlined-button ksef-green'],
  danger: ['mat-button', 'mat-mdc-button mat-warn'],
  link: ['mat-button', 'mat-mdc-button mat-primary'],
};

/** A button: `style` is one of primary, outline, confirm, danger, link. */
export function button(label, { style = 'primary', icon: name, press, ...attributes }) {
  const [directive, classes] = STYLES[style];
  const { class: own, ...others } = attributes;
  return h(
    'button',
    {
      type: 'button',
      [directive]: true,
      class: `mdc-button mat-mdc-button-base mat-unthemed ${classes} ${own ?? ''}`.trim(),
      onclick: press,
      ...others,
    },
    h('span', { class: 'mat-mdc-button-persistent-ripple mdc-button__ripple' }),
    name && icon(name),
    h('span', { class: 'mdc-button__label' }, label),
    h('span', { class: 'mat-focus-indicator' }),
    h('span', { class: 'mat-mdc-button-touch-target' }),
  );
}

/** A button that is nothing but an icon. */
export function iconButton(name, { label, press, ...attributes }) {
  return h(
    'button',
    {
      type: 'button',
      'mat-icon-button': true,
      class: 'mdc-icon-button mat-mdc-icon-button mat-mdc-button-base mat-primary',
      'aria-label': label,
      onclick: press,
      ...attributes,
    },
    h('span', { class: 'mat-mdc-button-persistent-ripple mdc-icon-button__ripple' }),
    icon(name),
    h('span', { class: 'mat-focus-indicator' }),
    h('span', { class: 'mat-mdc-button-touch-target' }),
  );
}

/** Make a button busy or idle again; a busy one takes no press. */
export function setBusy(element, busy) {
  element.toggleAttribute('disabled', busy);
  element.classList.toggle('mat-mdc-button-disabled', busy);
  element.classList.toggle('ksef-busy', busy);
  if (busy) element.setAttribute('aria-busy', 'true');
  else element.removeAttribute('aria-busy');
}
