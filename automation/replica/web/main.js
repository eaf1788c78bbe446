// The application's start: settings, session, then the page of the address bar.

import { call } from './api.js';
import { alterControls } from './alterations.js';
import { app } from './app-state.js';
import { frame } from './layout/frame.js';
import { popUp } from './popups.js';
import { startRouter } from './router.js';
import { versions } from './versions.js';

app.config = await (await fetch('/web/config.json')).json();
app.refreshSession = async () => {
  try {
    const session = await call('GET', '/session');
    app.session = session.authenticated ? session : null;
  } catch (error) {
    // AP is failing: whoever was logged in stays so, and the next request will show the error.
    if (app.config.strictScreens && app.session) throw error;
  }
};
await app.refreshSession();
alterControls();
document.body.classList.toggle('ksef-uppercase', app.config.uppercase);

// Where a pop-up may come up; the screens of a token have no route of their own.
const SCREENS = { '': 'login', login: 'login', home: 'home', 'tokens/generate-token': 'token-form' };

const { show } = frame(document.querySelector('app-root'));
startRouter(versions[app.config.version].routes, (route, page) => {
  show(route, page);
  popUp(SCREENS[route] ?? route);
});
