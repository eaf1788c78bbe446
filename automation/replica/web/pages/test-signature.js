// The test signature: who signs, and the login that follows.

import { call } from '../api.js';
import { app } from '../app-state.js';
import { component } from '../dom.js';
import { button, setBusy } from '../material/button.js';
import { textField } from '../material/field.js';
import { select } from '../material/select.js';
import { nipMistake } from '../nip.js';
import { go } from '../router.js';
import { backLink, loginFailed } from './parts.js';

const h = component('app-test-signature');

// Assumed but for the seal: the other choices, their order, and the fields that follow each.
const IDENTIFIERS = [
  { value: 'PeselSignature', label: 'Podpis PESEL', field: 'Numer PESEL', check: (text) => (/^\d{11}$/.test(text) ? null : 'Numer PESEL musi zawierać 11 cyfr.') },
  { value: 'NipSignature', label: 'Podpis NIP', field: 'Numer NIP', check: nipMistake },
  { value: 'NipSeal', label: 'Pieczęć NIP', field: 'Numer NIP', check: nipMistake },
  { value: 'TestCertificate', label: 'Testowy certyfikat', field: 'ID certyfikatu', check: (text) => (text ? null : 'Pole jest wymagane.') },
];

/** The part of a page that signs for `context()`, once `othersAreValid()` says so. */
export function testSignature(show, back, context, othersAreValid) {
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
      const valid = [othersAreValid(), type.valid(), field === null || field.valid()].every(Boolean);
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
    show(loginFailed(text, error.eventId, backLink(back)));
    return;
  }
  go('home');
}
