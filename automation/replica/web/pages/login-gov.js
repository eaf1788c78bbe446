// Login through login.gov.pl: AP leaves for another origin and is come back to with a session.

/** Leave AP. Where the context is chosen is not known; assumed: on the way back, unless one is given here. */
export function leaveForLoginGov({ contextType = '', context = '' } = {}) {
  location.assign(`/webs/api/v2/auth/login-gov?${new URLSearchParams({ contextType, context })}`); // path assumed
}
