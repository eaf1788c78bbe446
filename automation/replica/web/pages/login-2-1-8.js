// Logging in as in version 2.1.8: a landing page, whole cards to press, and one question a screen.

import { app } from '../app-state.js';
import { component, host } from '../dom.js';
import { followTo } from '../layout/frame.js';
import { versionLine } from '../layout/footer.js';
import { button, icon } from '../material/button.js';
import { snackbar } from '../material/overlay.js';
import { go } from '../router.js';
import { certificateScreen } from './certificate.js';
import { certificateQuestion, contextFields } from './context-fields.js';
import { leaveForLoginGov } from './login-gov.js';
import { backLink } from './parts.js';
import { testSignature } from './test-signature.js';

const h = component('app-login');

const red = (before, after) => [before, h('span', { class: 'ksef-e' }, 'e'), after];

/** The landing page, at `/web/`. */
export function landingPage() {
  const elsewhere = () => snackbar('Ta funkcja nie jest dostępna w tej kopii aplikacji.'); // the replica's own words
  return host(
    'app-landing',
    h(
      'div',
      { class: 'ksef-old-login' },
      h('h1', {}, ...red('Strona główna Krajowego Systemu ', '-Faktur')),
      lead(true),
      h('h2', { class: 'ksef-old-heading' }, 'Logowanie'),
      // Assumed: that it is a link, and that the whole of its text is its name.
      card(
        'a',
        { href: 'login', onclick: followTo('login') },
        red('Uwierzytelnij się w Krajowym Systemie ', '-Faktur'),
        'Możliwość zalogowania się do Krajowego Systemu e-Faktur przy użyciu login.gov.pl albo certyfikatu ' +
          'kwalifikowanego podpisu elektronicznego lub pieczęci elektronicznej.',
        'Możliwość pobrania odcisku palca certyfikatu kwalifikowanego koniecznego w sytuacji, gdy posiadany certyfikat ' +
          'nie zawiera identyfikatora NIP ani PESEL.',
      ),
      h('h2', { class: 'ksef-old-heading' }, 'Dostęp bez logowania'),
      // Assumed from here on: the screenshot ends there.
      card('button', { onclick: elsewhere }, ['Wyszukaj fakturę'], 'Możliwość sprawdzenia faktury bez logowania.'),
      versionLine(),
    ),
  );
}

/** The choice of a way to log in, at `/web/login`; its later screens replace one another inside it. */
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
  const way = (next) => ({ onclick: () => show(contextScreen(show, back, next)) });
  return h(
    'div',
    { class: 'ksef-old-login' },
    h('h1', {}, 'Wybierz sposób logowania'),
    h(
      'p',
      {},
      'Krajowy System e-Faktur umożliwia wystawianie, wysyłanie oraz przeglądanie faktur online, a także nadawanie lub ' +
        'odbieranie uprawnień do korzystania z KSeF - bez wychodzenia z domu, o dowolnej porze, przez 7 dni w tygodniu.',
    ),
    backLink(() => go('')),
    app.config.testLogin
      ? card(
          'button',
          way(testScreen),
          ['Zaloguj uwierzytelnieniem testowym'],
          'Podpisz się dedykowanym mechanizmem na potrzeby testów - BomTox',
        )
      : card(
          'button',
          way((_show, _back, context) => leaveForLoginGov(context)),
          ['Zaloguj przez login.gov.pl'],
          'Najczęściej używana metoda logowania do usług administracji publicznej.',
          'Możesz użyć Profilu Zaufanego, aplikacji mObywatel, e-Dowodu lub bankowości elektronicznej.',
        ),
    card(
      'button',
      way(questionScreen),
      ['Zaloguj certyfikatem kwalifikowanym'],
      'Możesz użyć certyfikatu kwalifikowanego podpisu lub pieczęci elektronicznej.',
      // Its end is assumed: the screenshot cuts it.
      'Zgodnie z kodeksem cywilnym podpis kwalifikowany jest równoważny podpisowi odręcznemu. Kwalifikowana pieczęć ' +
        'elektroniczna jest odpowiednikiem pieczęci firmowej.',
    ),
    versionLine(),
  );
}

function lead(coloured) {
  return h(
    'p',
    {},
    ...(coloured ? red('Krajowy System ', '-Faktur') : ['Krajowy System e-Faktur']),
    ' umożliwia Ci wystawienie, wczytanie oraz wysłanie faktur online, a także nadanie lub odebranie uprawnień do ' +
      'korzystania z KSeF - bez wychodzenia z domu, na dowolnym urządzeniu 24/7 dni w tygodniu.',
  );
}

/** A card that is one control: title and arrow, then paragraphs. */
function card(tag, attributes, title, ...paragraphs) {
  return h(
    tag,
    { class: 'mat-mdc-card-outlined ksef-old-card', type: tag === 'button' ? 'button' : null, ...attributes },
    h('span', { class: 'ksef-old-card-title' }, h('span', {}, ...title), icon('arrow_forward')),
    ...paragraphs.map((text) => h('span', { class: 'ksef-old-card-text' }, text)),
  );
}

/** `Wprowadź kontekst logowania`; `next` makes what follows, or goes away. */
function contextScreen(show, back, next) {
  const context = contextFields([
    { value: 'Nip', label: 'NIP firmy' },
    { value: 'InternalId', label: 'Identyfikator wewnętrzny' },
    ...(app.config.testLogin ? [{ value: 'NipVatUe', label: 'VAT-UE' }] : []),
  ]);
  const proceed = () => {
    if (!context.valid()) return;
    const following = next(show, back, context.value());
    if (following instanceof Node) show(following);
  };
  return screen(
    back,
    'Wprowadź kontekst logowania',
    form(...context.elements),
    h('div', { class: 'ksef-actions' }, button('Uwierzytelnij', { press: proceed })),
  );
}

// The page is known, its heading is not: assumed that the question stands alone.
function questionScreen(show, back, context) {
  const question = certificateQuestion();
  const proceed = () => question.valid() && show(certificateScreen(show, back, context, question.value()));
  return screen(
    back,
    'Wprowadź kontekst logowania',
    form(question.element),
    h('div', { class: 'ksef-actions' }, button('Dalej', { press: proceed })),
  );
}

// Assumed, all of it: what test authentication asks in 2.1.8 is not known. This is the part of 2.2.9.
function testScreen(show, back, context) {
  return h(
    'div',
    { class: 'ksef-old-login' },
    backLink(back),
    ...testSignature(show, back, () => context, () => true),
    versionLine(),
  );
}

function form(...content) {
  return h(
    'form',
    { class: 'ng-untouched ng-pristine', novalidate: true, onsubmit: (event) => event.preventDefault() },
    ...content,
  );
}

function screen(back, title, ...content) {
  return h('div', { class: 'ksef-old-login' }, h('h1', {}, title), lead(false), backLink(back), ...content, versionLine());
}
