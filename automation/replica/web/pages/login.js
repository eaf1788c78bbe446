// Login: the choice of a way, and the consent to the test environment. All of it stays at /web/login.

import { app } from '../app-state.js';
import { component, host } from '../dom.js';
import { versionLine } from '../layout/footer.js';
import { button, icon } from '../material/button.js';
import { checkbox, mistakes, writtenStar } from '../material/field.js';
import { dialog, snackbar } from '../material/overlay.js';
import { certificateScreen } from './certificate.js';
import { contextScreen } from './context.js';
import { leaveForLoginGov } from './login-gov.js';

const h = component('app-login');

/** The login page; its later screens replace one another inside it. */
export function loginPage() {
  const page = host('app-login');
  const show = (screen) => {
    page.replaceChildren(screen);
    window.scrollTo(0, 0);
  };
  const back = () => show(choice(show, back));
  back();
  return page;
}

function choice(show, back) {
  const elsewhere = () => snackbar('Ta funkcja nie jest dostępna w tej kopii aplikacji.'); // the replica's own words
  return h(
    'div',
    { class: 'ksef-login' },
    h(
      'p',
      { class: 'ksef-lead' },
      'Krajowy System e-Faktur pozwala Ci wystawiać, wczytywać i wysyłać faktury online oraz nadawać i odbierać ' +
        'uprawnienia do korzystania z KSeF.',
    ),
    h('h1', {}, 'Zaloguj się do Aplikacji Podatnika KSeF'),
    h('p', {}, 'Wybierz sposób logowania'),
    h(
      'div',
      { class: 'ksef-cards' },
      app.config.testLogin
        ? card('Uwierzytelnienie testowe', 'Podpisz się dedykowanym mechanizmem na potrzeby testów', 'Zaloguj', () =>
            consent(() => show(contextScreen(show, back))),
          )
        : card(
            'Login.gov.pl', // assumed
            'Profil zaufany, e-dowód, aplikacja mObywatel lub bankowość elektroniczna', // assumed
            'Zaloguj przez login.gov.pl',
            () => leaveForLoginGov(),
          ),
      card('Certyfikat kwalifikowany', 'Podpis kwalifikowany lub pieczęć elektroniczna', 'Zaloguj certyfikatem', () =>
        show(contextScreen(show, back, certificateScreen)),
      ),
    ),
    h('h2', { class: 'ksef-small-heading' }, 'Pobierz odcisk palca certyfikatu kwalifikowanego'),
    h(
      'p',
      { class: 'ksef-lead' },
      'Jeśli Twój certyfikat kwalifikowany nie zawiera NIP ani PESEL, przed użyciem musisz nadać uprawnienia na jego ' +
        'odcisk palca.',
    ),
    button('Pobierz odcisk palca', { style: 'outline', press: elsewhere }),
    h('h2', { class: 'ksef-big-heading' }, 'Anonimowo wyszukaj fakturę'),
    h(
      'div',
      { class: 'ksef-cards' },
      // Assumed from the line on: the screenshot ends there.
      card(
        [icon('find_in_page'), 'Wyszukaj fakturę'],
        'Sprawdź fakturę bez logowania, podając jej dane',
        'Wyszukaj fakturę',
        elsewhere,
      ),
    ),
    versionLine(),
  );
}

function card(title, text, action, press) {
  return h(
    'mat-card',
    { class: 'mat-mdc-card mdc-card mat-mdc-card-outlined mdc-card--outlined ksef-card' },
    h('mat-card-header', { class: 'mat-mdc-card-header' }, h('h2', { class: 'mat-mdc-card-title' }, title)),
    h('mat-card-content', { class: 'mat-mdc-card-content' }, h('p', {}, text)),
    h('mat-card-actions', { class: 'mat-mdc-card-actions' }, button(action, { press })),
  );
}

function consent(accepted) {
  if (!app.config.testConsent) {
    accepted();
    return;
  }
  dialog('Środowisko testowe', (close) => {
    const tick = checkbox(
      'Jestem świadomy(a), że uwierzytelniam się do ogólnodostępnego środowiska testowego KSeF, w którym należy ' +
        'posługiwać się zanonimizowanymi, fikcyjnymi danymi.',
      { required: true },
    );
    const error = mistakes(tick.input);
    tick.input.addEventListener('change', () => error.show(null));
    const proceed = () => {
      if (!error.show(tick.input.checked ? null : 'Pole jest wymagane.')) return; // assumed wording
      close();
      accepted();
    };
    return [
      h(
        'mat-dialog-content',
        { class: 'mat-mdc-dialog-content mdc-dialog__content' },
        h('p', { class: 'ksef-label' }, 'Oświadczenie', writtenStar()),
        tick.element,
        error.element,
      ),
      h(
        'mat-dialog-actions',
        { class: 'mat-mdc-dialog-actions mdc-dialog__actions' },
        button('Przejdź dalej', { press: proceed }),
        button('Wyjdź', { style: 'danger', press: close }),
      ),
    ];
  });
}
