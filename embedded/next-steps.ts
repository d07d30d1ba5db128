import type { Service } from './service.ts';

const USUAL_URL = 'http://127.0.0.1:8000';
const USUAL_KEY_FILE = '.posthorn/api-key';

/**
 * The next steps after the start, as commands that work unchanged in the same folder.
 * @param receiver the command of a receiver that subscribes itself
 */
export function nextSteps({ url }: Pick<Service, 'url'>, keyFile: string, receiver: string): string {
  const settings = [
    ...(url === USUAL_URL ? [] : [`POSTHORN_URL=${url} `]),
    ...(keyFile === USUAL_KEY_FILE ? [] : [`POSTHORN_API_KEY=$(cat ${keyFile}) `]),
  ];
  return `
Next, start a receiver that subscribes itself, in a second terminal in this folder:

  ${settings.join('')}${receiver}

Then publish an event in a third terminal. The receiver gets it as a signed webhook:

  curl ${url}/events \\
    -H "Authorization: Bearer $(cat ${keyFile})" -H 'Content-Type: application/json' \\
    -d '{"event_type": "order.created", "payload": {"order": 1001}}'
`;
}
