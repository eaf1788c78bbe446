// Everything that Angular's CDK puts into its overlay container: dialogs, menus, messages.

import { component, nextId } from '../dom.js';
import { icon, iconButton } from './button.js';

const h = component('cdk-overlay');

let container = null;
const dialogs = []; // how to dismiss each open dialog, the one on top last

// Whatever has the focus, Escape is for the dialog on top, unless something inside took it.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) dialogs.at(-1)?.('escape');
});

export function overlay(element, { backdrop = null, close = null } = {}) {
  if (!container) {
    container = h('div', { class: 'cdk-overlay-container' });
    document.body.append(container);
  }
  const shade = backdrop && h('div', { class: `cdk-overlay-backdrop cdk-overlay-backdrop-showing ${backdrop}`, onclick: close });
  const wrapper = h('div', { class: 'cdk-overlay-connected-position-bounding-box' }, element);
  if (shade) container.append(shade);
  container.append(wrapper);
  return () => {
    shade?.remove();
    wrapper.remove();
  };
}

/** Close whatever is open: a route change leaves nothing behind. */
export function closeOverlays() {
  container?.replaceChildren();
  dialogs.length = 0;
  hideRest();
}

const CLOSE_ICON = 'mdc-icon-button mat-mdc-icon-button mat-mdc-button-base ksef-dialog-close';

// While a dialog is open the rest of the page is hidden from assistive technology.
function hideRest() {
  const root = document.querySelector('app-root');
  if (dialogs.length) root.setAttribute('aria-hidden', 'true');
  else root.removeAttribute('aria-hidden');
}

/**
 * A modal dialog. `content(close)` makes what is in it. `dismissed(how)` hears of a dialog that was closed by `escape`,
 * `backdrop` or `icon`, not by what is in it.
 */
export function dialog(title, content, { dismissed = null, backdropCloses = false, closeIcon = false, wide = false } = {}) {
  const titleId = nextId('mat-mdc-dialog-title');
  const focused = document.activeElement;
  let remove = () => {};
  const close = () => {
    remove();
    if (dialogs.includes(dismiss)) dialogs.splice(dialogs.indexOf(dismiss), 1);
    hideRest();
    focused?.focus?.();
  };
  const dismiss = (how) => {
    close();
    dismissed?.(how);
  };
  const surface = h(
    'mat-dialog-container',
    {
      role: 'dialog',
      'aria-modal': 'true',
      'aria-labelledby': titleId,
      tabindex: '-1',
      class: 'mat-mdc-dialog-container mdc-dialog cdk-dialog-container mdc-dialog--open',
      id: nextId('mat-mdc-dialog'),
    },
    h(
      'div',
      { class: 'mat-mdc-dialog-inner-container mdc-dialog__container' },
      h(
        'div',
        { class: 'mat-mdc-dialog-surface mdc-dialog__surface' },
        h('h2', { class: 'mat-mdc-dialog-title mdc-dialog__title', id: titleId }, title),
        closeIcon && iconButton('close', { label: 'Zamknij', class: CLOSE_ICON, press: () => dismiss('icon') }),
        ...content(close),
      ),
    ),
  );
  const panel = `cdk-overlay-pane mat-mdc-dialog-panel ${wide ? 'ksef-wide-dialog' : ''}`.trim();
  remove = overlay(h('div', { class: panel }, surface), {
    backdrop: 'cdk-overlay-dark-backdrop',
    close: backdropCloses ? () => dismiss('backdrop') : null,
  });
  dialogs.push(dismiss);
  hideRest();
  surface.focus();
  return close;
}

let forget = null;

/** A message at the bottom of the window, gone after some seconds. */
export function snackbar(text) {
  forget?.();
  const remove = overlay(
    h(
      'mat-snack-bar-container',
      { class: 'mat-mdc-snack-bar-container mdc-snackbar mdc-snackbar--open' },
      h(
        'div',
        { class: 'mdc-snackbar__surface mat-mdc-snackbar-surface' },
        h('div', { class: 'mat-mdc-snack-bar-label mdc-snackbar__label', role: 'status', 'aria-live': 'polite' }, text),
      ),
    ),
  );
  const timer = setTimeout(remove, 5000);
  forget = () => {
    clearTimeout(timer);
    remove();
  };
}

/** Put a panel right below what opened it, or above where there is no room below; or beside it. */
export function place(panel, anchor, { right = false, beside = false } = {}) {
  const box = anchor.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  if (beside) {
    panel.style.left = `${box.right}px`;
    panel.style.top = `${box.top}px`;
    return;
  }
  panel.style.minWidth = `${box.width}px`;
  if (right) panel.style.right = `${clientWidth - box.right}px`;
  else panel.style.left = `${box.left}px`;
  if (box.bottom + panel.offsetHeight <= clientHeight) panel.style.top = `${box.bottom}px`;
  else panel.style.bottom = `${Math.max(0, clientHeight - box.top)}px`;
}

/** A menu at a button; `items` are `{ label, icon, press }`, links where there is a `to`. */
export function openMenu(anchor, items, position = { right: true }) {
  const panel = h('div', { role: 'menu', class: 'mat-mdc-menu-panel', id: nextId('mat-menu-panel'), tabindex: '-1' });
  let remove = () => {};
  const close = () => {
    remove();
    anchor.setAttribute('aria-expanded', 'false');
  };
  for (const { label, icon: name, press, to } of items) {
    panel.append(
      h(
        to ? 'a' : 'button',
        {
          type: to ? null : 'button',
          href: to,
          'mat-menu-item': true,
          role: 'menuitem',
          class: 'mat-mdc-menu-item mat-focus-indicator',
          tabindex: '0',
          onclick: (event) => {
            close();
            press(event);
          },
        },
        name && icon(name),
        h('span', { class: 'mat-mdc-menu-item-text' }, label),
      ),
    );
  }
  remove = overlay(panel, { backdrop: 'cdk-overlay-transparent-backdrop', close });
  place(panel, anchor, position);
  anchor.setAttribute('aria-expanded', 'true');
  panel.querySelector('[role=menuitem]')?.focus();
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
      anchor.focus();
    }
  });
}
