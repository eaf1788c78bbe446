// The context and, for test authentication, the test signature: one long page.

import { call } from '../api.js';
import { app } from '../app-state.js';
import { copy } from '../clipboard.js';
import { component } from '../dom.js';
import { versionLine } from '../layout/footer.js';
import { button, icon, iconButton, setBusy } from '../material/button.js';
import { radioGroup, textField } from '../material/field.js';
import { select } from '../material/select.js';
import { nipMistake } from '../nip.js';
import { go } from '../router.js';
import { loginFailed } from './parts.js';

const h = component('app-enter-context');

const CONTEXTS = {
  Nip: {
    label: 'NIP firmy',
    hint: 'NIP składa się z 10 cyfr',
    check: nipMistake,
    id: 'enter-context__nip',
    formcontrolname: 'nip',
  },
  InternalId: {
    label: 'Identyfikator wewnętrzny', // this and all below: assumed
    hint: 'Identyfikator składa się z NIP, łącznika i 5 cyfr',
    check: (text) => (/^\d{10}-\d{5}$/.test(text) && !nipMistake(text.slice(0, 10)) ? null : 'Nieprawidłowy identyfikator.'),
    formcontrolname: 'internalId',
  },
  NipVatUe: {
    label: 'Identyfikator złożony',
    hint: 'Identyfikator składa się z NIP, łącznika i numeru VAT-UE',
    check: (text) => (/^\d{10}-[A-Z]{2}\w+$/.test(text) ? null : 'Nieprawidłowy identyfikator.'),
    formcontrolname: 'nipVatUe',
  },
};

/** The page; with `next` (certificate login) the test signature's part is left out and `next` follows. */
export function contextScreen(show, back, next = null) {
  const place = h('div', { class: 'ksef-context-field' });
  let field = null;
  let contextType = 'Nip';
  const fill = (type) => {
    contextType = type;
    field = textField(CONTEXTS[type]);
    place.replaceChildren(field.element);
  };
  fill('Nip');
  const identifier = radioGroup({
    label: 'Identyfikator',
    selected: 'Nip',
    choices: [
      { value: 'Nip', label: 'NIP podmiotu' },
      { value: 'InternalId', label: 'Identyfikator wewnętrzny', after: icon('info', { class: hintIcon, tabindex: '0' }) },
      { value: 'NipVatUe', label: 'Identyfikator złożony (samofakturowanie VAT-UE)' },
    ],
    changed: fill,
  });
  const question = radioGroup({
    label: 'Czy Twój certyfikat zawiera numer PESEL lub NIP i chcesz użyć tego identyfikatora do autoryzacji w KSeF?',
    inline: true,
    choices: [
      { value: 'yes', label: 'Tak' },
      { value: 'no', label: 'Nie' },
    ],
  });
  const context = () => ({ contextType, context: field.input.value });
  const fieldsAreValid = () => [identifier.valid(), field.valid(), question.valid()].every(Boolean);
  return h(
    'div',
    { class: 'ksef-enter-context' },
    button('Powrót', { style: 'link', icon: 'arrow_back', press: back, class: 'ksef-back' }),
    h('h1', {}, 'Wpisz identyfikator podmiotu, w imieniu którego się logujesz'),
    next ? null : testCertificate(),
    h(
      'form',
      { class: 'ng-untouched ng-pristine', novalidate: true, onsubmit: (event) => event.preventDefault() },
      identifier.element,
      place,
      question.element,
    ),
    ...(next
      ? [button('Dalej', { press: () => fieldsAreValid() && show(next(show, back, context(), question.value())) })]
      : testSignature(show, back, context, fieldsAreValid)),
    versionLine(),
  );
}

const hintIcon = 'mat-icon notranslate material-icons mat-ligature-font mat-mdc-tooltip-trigger icon-info ksef-hint-icon';

// --- the optional test certificate, with two copy icons that are not the token's -----------------

function testCertificate() {
  const box = h('div', { class: 'ksef-test-certificate' });
  return h(
    'section',
    {},
    h('h2', {}, 'Testowy certyfikat'),
    h(
      'p',
      { class: 'ksef-hint ksef-explanation' },
      'Generowanie testowego certyfikatu na potrzeby autoryzacji. Po kliknięciu przycisku "Generuj certyfikat" uzyskasz ' +
        'SHA256 certyfikatu (do nadania uprawnienia) oraz ID (do wykorzystania certyfikatu podczas autoryzacji)',
    ),
    button('Generuj certyfikat', { style: 'link', icon: 'refresh', class: 'ksef-inset', press: () => box.replaceChildren(certificate()) }),
    box,
  );
}

function certificate() {
  const hex = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((b) => b.toString(16).padStart(2, '0')).join('');
  return h(
    'div',
    { class: 'ksef-grey-box' },
    line('SHA256:', hex(32).toUpperCase(), 'sha256'),
    line('ID:', hex(3), 'id'),
  );
}

function line(label, value, target) {
  return h(
    'div',
    { class: 'ksef-copy-line' },
    icon('info', { class: hintIcon, tabindex: '0' }),
    h('span', {}, label),
    h('strong', {}, value),
    iconButton('content_copy', { label: 'Kopiuj', press: () => copy(value, target) }), // name assumed
  );
}

// --- the test signature ------------------------------------------------------------------------

// Assumed but for the seal: the other choices, their order, and the fields that follow each.
const IDENTIFIERS = [
  { value: 'PeselSignature', label: 'Podpis PESEL', field: 'Numer PESEL', check: (text) => (/^\d{11}$/.test(text) ? null : 'Numer PESEL musi zawierać 11 cyfr.') },
  { value: 'NipSignature', label: 'Podpis NIP', field: 'Numer NIP', check: nipMistake },
  { value: 'NipSeal', label: 'Pieczęć NIP', field: 'Numer NIP', check: nipMistake },
  { value: 'TestCertificate', label: 'Testowy certyfikat', field: 'ID certyfikatu', check: (text) => (text ? null : 'Pole jest wymagane.') },
];

function testSignature(show, back, context, fieldsAreValid) {
  const place = h('div', { class: 'ksef-signature-field' });
  let field = null;
  const type = select({
    label: 'Typ identyfikatora',
    options: IDENTIFIERS,
    changed: (value) => {
      const chosen = IDENTIFIERS.find((option) => option.value === value);
      field = textField({ label: chosen.field, check: chosen.check });
      place.replaceChildren(field.element);
    },
  });
  const submit = button('Uwierzytelnij do aplikacji testowej', {
    press: async () => {
      const valid = [fieldsAreValid(), type.valid(), field === null || field.valid()].every(Boolean);
      if (!valid) return;
      setBusy(submit, true);
      await logIn({ ...context(), identifierType: type.value(), identifier: field.input.value }, show, back);
      setBusy(submit, false);
    },
  });
  return [
    h('h1', { class: 'ksef-second-h1' }, 'Podpisz testowe żądanie autoryzacyjne'),
    type.element,
    place,
    h('div', { class: 'ksef-actions' }, submit),
  ];
}

async function logIn(body, show, back) {
  try {
    const { challenge } = await call('POST', '/auth/challenge');
    app.session = await call('POST', '/auth/test-signature', { body: { challenge, ...body } });
  } catch (error) {
    const text =
      error.status >= 500 || error.status === 0
        ? 'Przekroczenie czasu oczekiwania na odpowiedź serwera KSeF API. Spróbuj ponownie później.'
        : error.status === 429
          ? `Przekroczono limit żądań. Odczekaj ${error.retryAfter} s i spróbuj ponownie.` // assumed
          : (error.mistakes[0]?.details?.[0] ?? error.mistakes[0]?.exceptionDescription ?? '');
    show(loginFailed(text, error.eventId, button('Powrót', { style: 'link', icon: 'arrow_back', press: back })));
    return;
  }
  go('home');
}
