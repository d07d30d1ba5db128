import { documentForPage, type PageDocument } from './document-for-page.ts';
import { createIdFiller, type Ui } from './id-filler.ts';

/**
 * The script of `/docs`, loaded in the head before the first paint. `npm run docs:script` bundles it into ../script.ts,
 * which is served.
 */

interface TaggedOperations {
  /** Of Immutable.js: the caller's filter drops the tags for which `change` returns `null`. */
  map(change: (tag: Immutable, name: string) => Immutable | null): {
    filter(keep: (tag: unknown) => boolean): unknown;
  };
}

interface Immutable {
  get(name: string): { filter(keep: (operation: Immutable) => boolean): { readonly size: number } };
  getIn(path: readonly string[]): unknown;
  set(name: string, value: unknown): Immutable;
}

/** The operations whose tag, path, method or summary contains the words of the filter box. */
function matchingOperations(all: TaggedOperations, phrase: string): unknown {
  const wanted = phrase.toLowerCase();
  const has = (...texts: readonly unknown[]) => texts.join(' ').toLowerCase().includes(wanted);
  return all
    .map((tag, name) => {
      if (has(name)) return tag;
      const found = tag
        .get('operations')
        .filter((one) =>
          has(one.getIn(['method']), one.getIn(['path']), one.getIn(['operation', 'summary'])),
        );
      return found.size > 0 ? tag.set('operations', found) : null;
    })
    .filter(Boolean);
}

interface Element {
  textContent: string;
  onclick: () => void;
  readonly classList: { toggle(name: string, on: boolean): void };
}

declare const document: {
  readonly documentElement: Element;
  readonly currentScript: { readonly src: string };
  getElementById(id: string): Element;
  addEventListener(name: string, listener: () => void): void;
};
declare const localStorage: Record<string, string | undefined>;
declare function matchMedia(query: string): { readonly matches: boolean; onchange: () => void };
/** Of the script of Swagger UI, which the page loads after this one. */
declare function SwaggerUIBundle(options: object): Ui;

/** Light or dark: the choice of the reader, or the setting of the system. */
function startTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (localStorage['posthorn-theme'] ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => document.documentElement.classList.toggle('dark-mode', isDark());
  show();
  system.onchange = show;
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const name = () => {
      button.textContent = isDark() ? 'Light' : 'Dark';
    };
    name();
    button.onclick = () => {
      localStorage['posthorn-theme'] = isDark() ? 'light' : 'dark';
      show();
      name();
    };
  });
}

interface CallResponse {
  readonly url: string;
  readonly text?: string;
}

type Action = (value: unknown) => unknown;
type Show = (thing: readonly string[], isShown: boolean) => unknown;

/** Starts Swagger UI when the page is loaded. */
function startPage(): void {
  const url = new URL('../openapi.json', document.currentScript.src).href;
  let ui: Ui;
  const ids = createIdFiller(new URL('.', url).href, () => ui);
  const plugin = {
    fn: { opsFilter: matchingOperations },
    statePlugins: {
      spec: {
        wrapActions: {
          updateJsonSpec: (set: Action) => (document: PageDocument) => set(documentForPage(document)),
        },
      },
      layout: {
        wrapActions: {
          show: (show: Show) => (thing: readonly string[], isShown: boolean) => {
            if (thing[0] === 'operations') ids.show(thing.at(-1) ?? '', isShown);
            return show(thing, isShown);
          },
        },
      },
      auth: {
        wrapActions: {
          authorizeWithPersistOption: (authorize: Action) => (credentials: unknown) => {
            authorize(credentials);
            ids.lookUp();
          },
        },
      },
    },
    // There is one server: the one that served the page.
    wrapComponents: { ServersContainer: () => () => null },
  };
  startTheme();
  document.addEventListener('DOMContentLoaded', () => {
    ui = SwaggerUIBundle({
      url,
      dom_id: '#swagger-ui',
      plugins: [() => plugin],
      deepLinking: true,
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      filter: true,
      persistAuthorization: true,
      validatorUrl: null,
      onComplete: ids.lookUp,
      responseInterceptor: (response: CallResponse) => {
        if (response.url !== url) ids.note(response.text ?? '');
        return response;
      },
    });
  });
}

startPage();
