// The list of tokens, with revocation.

import { call } from '../api.js';
import { component, host, nextId } from '../dom.js';
import { button, icon, iconButton, setBusy } from '../material/button.js';
import { checkbox, textField } from '../material/field.js';
import { dialog, snackbar } from '../material/overlay.js';
import { go } from '../router.js';
import { dateTime, errorPlace } from './parts.js';

const h = component('app-token-list');

const COLUMNS = ['Nazwa tokena', 'Twórca tokena', 'Data aktywacji tokena', 'Data ostatniego użycia tokena'];

/** The page. It holds one page of the list at a time, as the API hands it out. */
export function tokenListPage() {
  const ticked = new Map();
  const failure = errorPlace();
  const body = h('tbody', { class: 'mdc-data-table__content', role: 'rowgroup' });
  let continuations = [null];
  let next = null;
  let name = '';

  const revoke = button('Unieważnij', { style: 'danger', icon: 'delete', press: () => confirm([...ticked], revokeAll) });
  const previousPage = iconButton('chevron_left', {
    label: 'Poprzednia strona',
    press: () => load(continuations.slice(0, -1)),
  });
  const nextPage = iconButton('chevron_right', {
    label: 'Następna strona',
    press: () => load([...continuations, next]),
  });

  async function load(path) {
    continuations = path;
    failure.clear();
    const token = path.at(-1);
    const query = new URLSearchParams([['pageSize', '10'], ['status', 'Active'], ['status', 'Pending']]);
    if (name) query.set('description', name);
    try {
      const list = await call('GET', `/tokens?${query}`, { headers: token ? { 'x-continuation-token': token } : {} });
      next = list.continuationToken ?? null;
      ticked.clear();
      body.replaceChildren(...(list.tokens.length ? list.tokens.map(row) : [emptyRow()]));
    } catch (problem) {
      failure.show(problem);
    }
    previousPage.toggleAttribute('disabled', continuations.length === 1);
    nextPage.toggleAttribute('disabled', next === null);
    offer();
  }

  // Assumed: that the button waits for a ticked row.
  function offer() {
    revoke.toggleAttribute('disabled', ticked.size === 0);
    revoke.classList.toggle('mat-mdc-button-disabled', ticked.size === 0);
  }

  function row(token, index) {
    const tick = checkbox('', {
      'aria-label': `Zaznacz wiersz ${index + 1}`, // assumed
      changed: (checked) => {
        if (checked) ticked.set(token.referenceNumber, token.description);
        else ticked.delete(token.referenceNumber);
        offer();
      },
    });
    const { type, value } = token.authorIdentifier;
    const activated = token.status === 'Active' ? dateTime(token.dateCreated) : '-';
    const used = token.lastUseDate ? dateTime(token.lastUseDate) : '-';
    return tableRow([tick.element, token.description, `${type.toUpperCase()}: ${value}`, activated, used]);
  }

  async function revokeAll(close, confirmed) {
    setBusy(confirmed, true);
    try {
      for (const reference of [...ticked.keys()]) await call('DELETE', `/tokens/${reference}`);
      close();
      snackbar('Token został unieważniony.'); // assumed
      await load([null]);
    } catch (problem) {
      close();
      failure.show(problem);
    }
  }

  const filter = filtering((text) => {
    name = text;
    load([null]);
  });
  load([null]);
  return host(
    'app-token-list',
    h(
      'div',
      { class: 'ksef-page ksef-list-page' },
      h(
        'div',
        { class: 'ksef-list-head' },
        h('h1', {}, 'Lista tokenów'),
        button('Generuj token', { style: 'confirm', press: () => go('tokens/generate-token') }),
      ),
      filter,
      failure.element,
      h(
        'table',
        { 'mat-table': true, role: 'table', class: 'mat-mdc-table mdc-data-table__table cdk-table ksef-tokens' },
        h(
          'thead',
          { role: 'rowgroup' },
          h(
            'tr',
            { 'mat-header-row': true, role: 'row', class: 'mat-mdc-header-row mdc-data-table__header-row' },
            h('th', { 'mat-header-cell': true, role: 'columnheader', class: 'mat-mdc-header-cell cdk-column-select' }),
            ...COLUMNS.map((title) =>
              h('th', { 'mat-header-cell': true, role: 'columnheader', class: 'mat-mdc-header-cell' }, title),
            ),
          ),
        ),
        body,
      ),
      h('div', { class: 'ksef-under-table' }, revoke, h('div', { class: 'ksef-paginator' }, previousPage, nextPage)),
    ),
  );
}

function tableRow(cells) {
  return h(
    'tr',
    { 'mat-row': true, role: 'row', class: 'mat-mdc-row mdc-data-table__row cdk-row' },
    ...cells.map((cell) => h('td', { 'mat-cell': true, role: 'cell', class: 'mat-mdc-cell mdc-data-table__cell' }, cell)),
  );
}

function emptyRow() {
  return h(
    'tr',
    { class: 'mat-mdc-no-data-row', role: 'row' },
    h('td', { class: 'mat-mdc-cell', colspan: '5', role: 'cell' }, 'Brak danych do wyświetlenia'), // assumed
  );
}

// Assumed, after the certificates' screen.
function confirm(tokens, revokeAll) {
  dialog('Unieważnienie tokena', (close) => {
    const confirmed = button('Unieważnij', { style: 'primary', press: () => revokeAll(close, confirmed) });
    return [
      h(
        'mat-dialog-content',
        { class: 'mat-mdc-dialog-content mdc-dialog__content' },
        h('p', {}, 'Czy na pewno chcesz unieważnić zaznaczone tokeny? Tej operacji nie można cofnąć.'),
        h('ul', {}, ...tokens.map(([, name]) => h('li', {}, name))),
      ),
      h(
        'mat-dialog-actions',
        { class: 'mat-mdc-dialog-actions mdc-dialog__actions' },
        confirmed,
        button('Anuluj', { style: 'danger', press: close }),
      ),
    ];
  });
}

// Its content is assumed: the screenshot shows it shut.
function filtering(search) {
  const id = nextId('cdk-accordion-child');
  const field = textField({ label: 'Nazwa', star: () => null, check: () => null, required: null, 'aria-required': null });
  const content = h(
    'div',
    { class: 'ksef-filter-content', id, hidden: true },
    field.element,
    h(
      'div',
      { class: 'ksef-actions' },
      button('Filtruj', { press: () => search(field.input.value.trim()) }),
      button('Wyczyść filtry', {
        style: 'link',
        press: () => {
          field.input.value = '';
          search('');
        },
      }),
    ),
  );
  const arrow = h('span', {}, icon('expand_more'));
  const header = h(
    'button',
    {
      type: 'button',
      class: 'ksef-filter-header',
      'aria-expanded': 'false',
      'aria-controls': id,
      onclick: () => {
        content.hidden = !content.hidden;
        header.setAttribute('aria-expanded', String(!content.hidden));
        arrow.replaceChildren(icon(content.hidden ? 'expand_more' : 'expand_less'));
      },
    },
    arrow,
    'Filtrowanie',
  );
  return h('div', { class: 'ksef-filter' }, h('div', { class: 'ksef-filter-line' }, header), content);
}
