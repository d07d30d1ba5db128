import type { PageDocument } from './document-for-page.ts';

/** Fills ids into the paths of `/docs`. */

/** The ids in a text, the first of each kind, by the prefix of the kind. */
function idsIn(text: string): Readonly<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const [id, kind = ''] of text.matchAll(/\b(sub|evt|dlv|rec)_[0-9A-Z]{26,52}\b/g)) ids[kind] ??= id;
  return ids;
}

interface PathId {
  /** The id of the operation. */
  readonly id: string;
  /** Its path and method. */
  readonly operation: readonly [path: string, method: string];
  readonly name: string;
  /** The prefix of the id: `sub`. */
  readonly kind: string;
}

/** The parameters of paths that are ids. */
function pathIdsOf({ paths }: PageDocument): readonly PathId[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId: id, parameters = [] }]) =>
      parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name, schema }) => ({
          id,
          operation: [path, method] as const,
          name,
          kind: /^\^([a-z]+)_/.exec(schema.pattern ?? '')?.[1] ?? '',
        })),
    ),
  );
}

export interface Ui {
  readonly authSelectors: {
    authorized(): { getIn(path: readonly string[]): string | undefined };
  };
  readonly specSelectors: { specJson(): { toJS(): PageDocument } };
  readonly specActions: {
    changeParam(operation: readonly string[], name: string, place: string, value: string): void;
  };
}

/**
 * Fills existing ids into the paths of operations that the reader opens: the newest ids of the reader's calls, and
 * before the first call the newest subscription and event. A value that the reader has typed stays.
 */
export function createIdFiller(apiUrl: string, ui: () => Ui) {
  const ids: Record<string, string> = {};
  const opened = new Set<string>();
  let pathIds: readonly PathId[] | undefined;
  // Swagger UI renders the page again for each value, so only open operations get one.
  const fill = (operationIds: ReadonlySet<string>): void => {
    const { specSelectors, specActions } = ui();
    pathIds ??= pathIdsOf(specSelectors.specJson().toJS());
    for (const { id, operation, name, kind } of pathIds) {
      const value = operationIds.has(id) ? ids[kind] : undefined;
      if (value !== undefined) specActions.changeParam(operation, name, 'path', value);
    }
  };
  const note = (text: string): void => {
    Object.assign(ids, idsIn(text));
    fill(opened);
  };
  const show = (operationId: string, isShown: boolean): void => {
    opened[isShown ? 'add' : 'delete'](operationId);
    if (isShown) fill(new Set([operationId]));
  };
  const lookUp = async (): Promise<void> => {
    const key = ui().authSelectors.authorized().getIn(['apiKey', 'value']);
    if (key === undefined) return;
    const read = async (path: string): Promise<string> => {
      const response = await fetch(new URL(path, apiUrl), { headers: { authorization: `Bearer ${key}` } });
      return response.ok ? response.text() : '';
    };
    const { evt: event } = idsIn(await read('events?limit=1'));
    const ofEvent = event === undefined ? {} : idsIn(await read(`events/${event}`));
    Object.assign(ids, ofEvent, idsIn(await read('subscriptions?limit=1')));
    fill(opened);
  };
  // Without them, the reader types the ids.
  return { note, show, lookUp: () => void lookUp().catch(() => {}) };
}
