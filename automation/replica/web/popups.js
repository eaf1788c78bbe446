// What comes between the user and a page, as the scenario orders it. All of it is made up: nobody has seen any on AP.

import { app } from './app-state.js';
import { component } from './dom.js';
import { button } from './material/button.js';
import { checkbox, radioGroup } from './material/field.js';
import { dialog } from './material/overlay.js';
import { notice } from './notices.js';
import { go } from './router.js';

const h = component('app-popup');

const KINDS = {
  'cookie-bar': cookies,
  'cookie-cover': cookies,
  news: (done) =>
    message(done, 'Nowości w Aplikacji Podatnika KSeF', 'Poprawiliśmy wygląd listy faktur i filtrowanie.', ['Zamknij']),
  maintenance: (done) =>
    message(
      done,
      'Komunikat',
      'W dniach 4–5 lipca w godzinach 20:00–6:00 planowane są prace serwisowe. Aplikacja może być niedostępna.',
      ['OK'],
    ),
  survey,
  choice: (done) =>
    message(
      done,
      'Wykryto inną aktywną sesję',
      'Jesteś już zalogowany(-a) w innym oknie. Czy chcesz zakończyć tamtą sesję?',
      ['Zakończ sesję', 'Pozostaw'],
    ),
};

const closed = new Set(); // what was closed once does not come back before the next load
let current = null;

/** Show what the scenario has for a screen: login, home, token-form, progress or issued. */
export function popUp(screen) {
  const mine = Symbol(screen);
  current = mine;
  logOutAt(screen, mine);
  for (const [index, { screen: place, kind, seconds }] of app.config.popups.entries()) {
    if (place !== screen || closed.has(index)) continue;
    const show = () => {
      if (mine !== current || closed.has(index)) return;
      // A bar outlives a change of route, so that it must not come twice.
      if (kind.startsWith('cookie')) closed.add(index);
      KINDS[kind]((by) => {
        closed.add(index);
        notice('popup', { popup: kind, by });
      }, kind);
    };
    if (seconds) setTimeout(show, seconds * 1000);
    else show();
  }
}

// AP itself ends the session: nobody asked for it.
function logOutAt(screen, mine) {
  const { loggedOut } = app.config;
  if (loggedOut?.screen !== screen || !app.session) return;
  setTimeout(() => {
    if (mine !== current) return;
    notice('logged-out', {});
    app.session = null;
    go('login');
  }, loggedOut.seconds * 1000);
}

function message(done, title, text, answers) {
  dialog(
    title,
    (close) => [
      h('mat-dialog-content', { class: 'mat-mdc-dialog-content mdc-dialog__content' }, h('p', {}, text)),
      actions(close, done, answers),
    ],
    { dismissed: done },
  );
}

function actions(close, done, answers) {
  const answer = (label, index) =>
    button(label, {
      style: index ? 'outline' : 'primary',
      press: () => {
        close();
        done(label);
      },
    });
  return h('mat-dialog-actions', { class: 'mat-mdc-dialog-actions mdc-dialog__actions ksef-apart' }, ...answers.map(answer));
}

function survey(done) {
  const choices = ['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }));
  dialog(
    'Oceń aplikację',
    (close) => [
      h(
        'mat-dialog-content',
        { class: 'mat-mdc-dialog-content mdc-dialog__content' },
        radioGroup({ label: 'Jak oceniasz Aplikację Podatnika KSeF?', inline: true, choices }).element,
        checkbox('Wyrażam zgodę na kontakt w sprawie mojej oceny').element,
      ),
      actions(close, done, ['Wyślij', 'Nie teraz']),
    ],
    { dismissed: done, backdropCloses: true, closeIcon: true },
  );
}

// No dialog, but a part of the page: the rest stays reachable by keyboard and for assistive technology. The bar leaves
// the page to the mouse, the cover does not.
function cookies(done, kind) {
  const answer = (label, style) =>
    button(label, {
      style,
      press: () => {
        element.remove();
        done(label);
      },
    });
  const cover = kind === 'cookie-cover';
  const element = h(
    'div',
    { class: cover ? 'ksef-cookies ksef-cookies-cover' : 'ksef-cookies' },
    h(
      'div',
      { class: 'ksef-cookies-box', role: 'region', 'aria-label': 'Informacja o plikach cookie' },
      h('p', {}, 'Ta strona używa plików cookie, aby zapewnić jej prawidłowe działanie.'),
      cover ? answer('Odrzuć opcjonalne', 'outline') : null,
      cover ? answer('Ustawienia', 'link') : null,
      answer('Akceptuję', 'primary'),
    ),
  );
  document.body.append(element);
}
