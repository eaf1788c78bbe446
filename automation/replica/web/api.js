// The gateway on AP's own origin. The session is in a cookie that scripts cannot see.

import { app } from './app-state.js';
import { go } from './router.js';

export class ApiError extends Error {
  constructor(status, body, retryAfter) {
    super(`${status}`);
    this.status = status;
    this.eventId = body?.eventId ?? null;
    this.retryAfter = retryAfter;
    this.mistakes = body?.exception?.exceptionDetailList ?? [];
  }

  get code() {
    return this.mistakes[0]?.exceptionCode ?? this.status;
  }
}

/** Ask the gateway; a `body` that is a file goes as it is. A 401 ends the session and goes back to the login page. */
export async function call(method, path, { body, headers = {} } = {}) {
  const isFile = body instanceof Blob;
  const type = isFile ? 'application/xml' : 'application/json';
  let response;
  try {
    response = await fetch(`/webs/api/v2${path}`, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? headers : { ...headers, 'Content-Type': type },
      body: body === undefined || isFile ? body : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, null, null);
  }
  const content = await response.json().catch(() => null);
  if (response.ok) return content;
  const error = new ApiError(response.status, content, response.headers.get('Retry-After'));
  if (response.status === 401) {
    app.session = null;
    go('login');
  }
  throw error;
}
