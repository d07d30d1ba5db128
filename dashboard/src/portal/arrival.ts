/** The parameters of the portal's address. This tab keeps them, so that a reload does not lose them. */

const KEY = 'posthorn.portal';

/** Takes the fragment out of the address at once: no copied link, history or screenshot shows the token. */
export function takeArrival(): URLSearchParams {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.has('token')) {
    history.replaceState(history.state, '', `${location.pathname}${location.search}`);
    keep(given);
    return given;
  }
  return new URLSearchParams(kept());
}

/** Keeps a token that replaces an older one. */
export function keepToken(token: string): void {
  const arrival = new URLSearchParams(kept());
  arrival.set('token', token);
  keep(arrival);
}

function keep(arrival: URLSearchParams): void {
  try {
    sessionStorage.setItem(KEY, arrival.toString());
  } catch {
    // An iframe whose storage the browser blocks: the token is in memory only.
  }
}

function kept(): string {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}
