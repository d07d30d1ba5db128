import { signInLimits } from '../src/domain/limits.ts';
import type { Service } from './service.ts';

const USUAL_URL = 'http://127.0.0.1:8000';
const USUAL_KEY_FILE = '.posthorn/api-key';

interface SigningIn extends Pick<Service, 'url' | 'adminKey' | 'isLocal'> {
  readonly runtime: { readonly signInCodes: Pick<Service['runtime']['signInCodes'], 'issue'> };
}

/**
 * How to open the dashboard, signed in. Logs are kept and passed on: of a service that other machines reach, only a
 * terminal shows the link itself.
 * @param signIn the command that prints a new link
 */
export function signInLine(
  { url, adminKey, runtime, isLocal }: SigningIn,
  isTerminal: boolean,
  signIn: string,
): string {
  if (!isTerminal && !isLocal) return `dashboard: ${url}/dashboard/ (a link that signs in: ${signIn})`;
  const { id, tenantId } = adminKey;
  const { code } = runtime.signInCodes.issue({ id, tenantId, expiresAtMs: null });
  const minutes = signInLimits.codeSeconds / 60;
  return `dashboard, signed in: ${url}/dashboard/#code=${code} (once, within ${minutes} minutes; a new link: ${signIn})`;
}

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
