import { closest, distance } from 'fastest-levenshtein';

/** Variables of the command line, which may be set in the same shell or file. */
const COMMAND_LINE_VARIABLES = [
  'POSTHORN_URL',
  'POSTHORN_WEBHOOK_KEY',
  'POSTHORN_PROFILE',
  'POSTHORN_CONFIG',
];

/** Variables of this project's test runs, which the started services inherit. */
const SET_BY_TESTS = /^POSTHORN_(TEST|E2E)_/;
/**
 * Kubernetes sets these in every container of a namespace with a Service named `posthorn`.
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
const SET_BY_KUBERNETES =
  /^POSTHORN_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;
/** `POSTHORN_PORT=tcp://10.0.0.11:8000`: also set by Kubernetes; any other value is a mistake. */
const KUBERNETES_PORT = /^(tcp|udp|sctp):\/\//;

/** With more wrong letters than this, a hint would be a guess. */
const WRONG_LETTERS_MOST = 6;
/** The same for a name that does not begin with `POSTHORN_`, for example `POSTHRON_HOST`. */
const WRONG_LETTERS_OF_PREFIX_MOST = 2;
/** Another product, two letters away. */
const OTHER_PRODUCT = /^POSTHOG_/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Names in the environment that look like variables of Posthorn but are unknown, each with a hint. Never their values.
 */
export function unknownVariables(env: Environment, known: readonly string[]): readonly string[] {
  const faults: string[] = [];
  for (const [name, value = ''] of Object.entries(env)) {
    const fault = isAllowed(name, value, known) ? undefined : faultOf(name, env, known);
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}

const isAllowed = (name: string, value: string, known: readonly string[]): boolean =>
  known.includes(name) ||
  COMMAND_LINE_VARIABLES.includes(name) ||
  SET_BY_TESTS.test(name) ||
  SET_BY_KUBERNETES.test(name) ||
  (name === 'POSTHORN_PORT' && KUBERNETES_PORT.test(value));

function faultOf(name: string, env: Environment, known: readonly string[]): string | undefined {
  if (name === 'HOST') {
    // With POSTHORN_HOST the operator has decided; some shells export HOST by themselves.
    return env['POSTHORN_HOST'] === undefined
      ? 'HOST is not read: set POSTHORN_HOST to the address to listen on, or unset HOST'
      : undefined;
  }
  if (name === 'POSTHORN_PORT') return 'POSTHORN_PORT is not known: did you mean PORT?';
  const upperCase = name.toUpperCase();
  const meant = closest(upperCase, [...known]);
  const wrongLetters = distance(upperCase, meant);
  if (upperCase.startsWith('POSTHORN_')) {
    const hint =
      wrongLetters <= WRONG_LETTERS_MOST ? `did you mean ${meant}?` : 'unset it, or correct its name';
    return `${name} is not known: ${hint}`;
  }
  if (wrongLetters > WRONG_LETTERS_OF_PREFIX_MOST || OTHER_PRODUCT.test(upperCase)) return undefined;
  return meant.startsWith('POSTHORN_') ? `${name} is not known: did you mean ${meant}?` : undefined;
}
