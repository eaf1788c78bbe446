// What the whole application shares. It lives as long as the document: a reload forgets it.

export const app = {
  config: null, // from config.json: version, environment, how this AP behaves
  session: null, // who is logged in, with which permissions
};
