/** Messages between the portal in an iframe and the page around it. */

/** The origins that may embed the portal: the service writes them into the page, and into `frame-ancestors`. */
const allowedOrigins: readonly string[] =
  document
    .querySelector<HTMLMetaElement>('meta[name="posthorn-portal-origins"]')
    ?.content.split(/[\s,]+/)
    .filter((origin) => origin !== '') ?? [];

export const isEmbedded = window.parent !== window;

/** The parent's origin as the browser tells it; else each allowed one is tried: the browser delivers to none but the real one. */
function targets(): readonly string[] {
  const known = location.ancestorOrigins?.[0] ?? originOf(document.referrer);
  return known === undefined ? allowedOrigins : allowedOrigins.filter((origin) => origin === known);
}

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

type Message =
  | { readonly type: 'posthorn:height'; readonly height: number }
  /** The token has expired, or there is none: the page should send one. */
  | { readonly type: 'posthorn:expired' };

export function tellParent(message: Message): void {
  if (!isEmbedded) return;
  for (const origin of targets()) window.parent.postMessage(message, origin);
}

/** Calls `take` with each token that the parent sends. @returns stops that */
export function listenForTokens(take: (token: string) => void): () => void {
  const listener = ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || !isEmbedded || !allowedOrigins.includes(origin)) return;
    if (isTokenMessage(data)) take(data.token);
  };
  addEventListener('message', listener);
  return () => removeEventListener('message', listener);
}

const isTokenMessage = (data: unknown): data is { readonly token: string } =>
  typeof data === 'object' &&
  data !== null &&
  'type' in data &&
  data.type === 'posthorn:token' &&
  'token' in data &&
  typeof data.token === 'string';

/** Tells the parent the height of an element now, and whenever it changes. @returns stops that */
export function reportHeight(element: HTMLElement): () => void {
  if (!isEmbedded) return () => undefined;
  let told = -1;
  const observer = new ResizeObserver(() => {
    const height = Math.ceil(element.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    tellParent({ type: 'posthorn:height', height });
  });
  observer.observe(element);
  return () => observer.disconnect();
}
