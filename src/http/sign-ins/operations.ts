import { signInLimits } from '../../domain/limits.ts';
import { operation } from '../core/operation.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';
import { EXAMPLE_CODE, newSignIn } from './input.ts';
import { signInCodeResource, signInCodeShape, signInResource, signInShape } from './output.ts';

const minutes = signInLimits.codeSeconds / 60;
const hours = signInLimits.keySeconds / 3_600;
const EMBEDDED_ONLY = 'On AWS there are no sign-in links, and the answer is 404.';
const atMs = exampleSubscription.createdAtMs;

export const signIn = operation({
  id: 'signIn',
  method: 'POST',
  path: '/sign-ins',
  tag: 'Access',
  summary: 'Sign in by a link',
  description:
    `Exchanges the code of a sign-in link for an API key that is valid for ${hours} hours. A code works once, for ` +
    `${minutes} minutes. The audit log records the call. ${EMBEDDED_ONLY}`,
  scope: null,
  body: {
    kind: 'json',
    schema: newSignIn,
    examples: { link: { summary: 'The code of a link', value: { code: EXAMPLE_CODE } } },
  },
  success: {
    status: 201,
    description: 'The API key.',
    schema: signInShape,
    example: signInResource('phk_dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBrZXkh', {
      expiresAtMs: atMs + signInLimits.keySeconds * 1_000,
    }),
  },
  errors: ['unauthenticated', 'rate-limited', 'not-found', 'limit-reached'],
});

export const createSignInCode = operation({
  id: 'createSignInCode',
  method: 'POST',
  path: '/sign-ins/codes',
  tag: 'Access',
  summary: 'Create a code for a sign-in link',
  description:
    `For a link \`/dashboard/#code=…\`, which signs in once within ${minutes} minutes. \`posthorn sign-in\` makes one. The ` +
    `newest ${signInLimits.codesPerTenant} codes of a tenant are valid. ${EMBEDDED_ONLY}`,
  scope: 'admin',
  audit: 'sign_in_code.created',
  success: {
    status: 201,
    description: 'The code.',
    schema: signInCodeShape,
    example: signInCodeResource(EXAMPLE_CODE, { expiresAtMs: atMs + signInLimits.codeSeconds * 1_000 }),
  },
  errors: ['not-found'],
});
