// Screens that are no part of the job. What they show is assumed; they let a person look around.

import { component, host } from '../dom.js';
import { button, iconButton } from '../material/button.js';
import { copy } from '../clipboard.js';
import { go } from '../router.js';

const h = component('app-other');

function list(title, columns, rows = []) {
  return h(
    'div',
    { class: 'ksef-page ksef-list-page' },
    h('div', { class: 'ksef-list-head' }, h('h1', {}, title)),
    h(
      'table',
      { 'mat-table': true, role: 'table', class: 'mat-mdc-table mdc-data-table__table cdk-table' },
      h(
        'thead',
        { role: 'rowgroup' },
        h('tr', { role: 'row', class: 'mat-mdc-header-row' }, ...columns.map((text) => h('th', { class: 'mat-mdc-header-cell', role: 'columnheader' }, text))),
      ),
      h(
        'tbody',
        { role: 'rowgroup' },
        ...(rows.length
          ? rows.map((cells) => h('tr', { role: 'row', class: 'mat-mdc-row' }, ...cells.map((cell) => h('td', { class: 'mat-mdc-cell', role: 'cell' }, cell))))
          : [h('tr', { role: 'row' }, h('td', { class: 'mat-mdc-cell', role: 'cell', colspan: `${columns.length}` }, 'Brak danych do wyświetlenia'))]),
      ),
    ),
  );
}

export function sessionHistoryPage() {
  return host('app-session-history', list('Historia sesji', ['Numer sesji', 'Data rozpoczęcia', 'Data zakończenia', 'Status']));
}

export function certificateListPage() {
  return host(
    'app-certificate-list',
    list('Lista certyfikatów', ['Nazwa certyfikatu', 'Typ certyfikatu', 'Ważny od', 'Ważny do', 'Status']),
  );
}

/** The list of invoices has one more copy control that is not the token's. */
export function invoiceListPage() {
  const number = '1234563218-20260701-0100801A2B3C-5E';
  return host(
    'app-invoice-list',
    h(
      'div',
      { role: 'tablist', class: 'mat-mdc-tab-list ksef-tabs' },
      h('div', { role: 'tab', 'test-id': 'tab_sale', 'aria-selected': 'true', tabindex: '0' }, 'Sprzedaż'),
      h('div', { role: 'tab', 'test-id': 'tab_buy', 'aria-selected': 'false', tabindex: '-1' }, 'Zakup'),
    ),
    list(
      'Lista faktur',
      ['Numer KSeF', 'Data wystawienia', 'Kwota brutto'],
      [
        [
          h(
            'span',
            { class: 'ksef-copy-line' },
            number,
            iconButton('content_copy', { label: 'Kopiuj numer KSeF', press: () => copy(number, 'reference') }),
          ),
          '01.07.2026',
          '1 230,00 PLN',
        ],
      ],
    ),
  );
}

/** A screen that the replica does not have. The text is its own. */
export function notAvailablePage(title) {
  return host(
    'app-not-available',
    h(
      'div',
      { class: 'ksef-page' },
      h('h1', {}, title),
      h('p', {}, 'Ten ekran nie jest częścią lokalnej kopii Aplikacji Podatnika.'),
      h('div', { class: 'ksef-actions' }, button('Strona główna', { press: () => go('home') })),
    ),
  );
}
