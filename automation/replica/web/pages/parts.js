// Pieces that several pages share.

import { component } from '../dom.js';
import { button, icon } from '../material/button.js';

const h = component('app-shared');

/** A red box with an error of the gateway's. What stands in it is assumed, but for KSeF's own descriptions. */
export function errorBox(error) {
  return h(
    'div',
    { class: 'ksef-alert ksef-alert-error', role: 'alert' },
    icon('error'),
    h(
      'div',
      {},
      h('p', { class: 'ksef-alert-title' }, message(error)),
      ...details(error).map((text) => h('p', {}, text)),
      error.eventId && h('p', { class: 'ksef-event-id' }, `Identyfikator zdarzenia: ${error.eventId}`),
    ),
  );
}

function details(error) {
  return error.status === 400 ? error.mistakes.flatMap((mistake) => mistake.details ?? []) : [];
}

function message(error) {
  if (error.status === 429) {
    return `Przekroczono limit żądań. Odczekaj ${error.retryAfter} s i spróbuj ponownie.`;
  }
  if (error.status === 403) return 'Brak uprawnień do wykonania tej operacji.';
  if (error.status === 404) return 'Nie znaleziono zasobu.';
  if (error.status === 0) return 'Brak połączenia z serwerem. Spróbuj ponownie później.';
  if (error.status >= 500) {
    return 'Przekroczenie czasu oczekiwania na odpowiedź serwera KSeF API. Spróbuj ponownie później.';
  }
  return error.mistakes[0]?.exceptionDescription ?? 'Wystąpił błąd. Spróbuj ponownie później.';
}

/** A place for one error box. */
export function errorPlace() {
  const place = h('div', { class: 'ksef-error-place' });
  return {
    element: place,
    show: (error) => place.replaceChildren(errorBox(error)),
    clear: () => place.replaceChildren(),
  };
}

/** The link `Powrót` with its arrow. */
export function backLink(press) {
  return button('Powrót', { style: 'link', icon: 'arrow_back', press, class: 'ksef-back' });
}

/** The screen after a login that AP refused (seen in January 2026). */
export function loginFailed(text, eventId, back) {
  return h(
    'div',
    { class: 'ksef-result' },
    h('h1', {}, 'Uwierzytelnienie nie powiodło się'),
    h('p', {}, text),
    eventId && h('p', { class: 'ksef-event-id' }, `Identyfikator zdarzenia: ${eventId}`),
    back,
  );
}

/** A date and time as AP writes it: `01.07.2026 09:10:24`. */
export function dateTime(iso) {
  const date = new Date(iso);
  const two = (number) => String(number).padStart(2, '0');
  const day = `${two(date.getDate())}.${two(date.getMonth() + 1)}.${date.getFullYear()}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
