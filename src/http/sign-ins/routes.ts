import type { ApiNeeds } from '../../application/needs.ts';
import { signInBy, startSignIn } from '../../application/sign-in.ts';
import { noMoreApiKeys } from '../access/refusals.ts';
import { authenticationFailed } from '../core/failed-authentication.ts';
import { Refusal } from '../core/http.ts';
import { type Route, route } from '../core/route.ts';
import * as operations from './operations.ts';
import { signInCodeResource, signInResource } from './output.ts';

export const signInRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.signIn, async ({ body, request }) => {
    const result = await signInBy(needs, body.code, request);
    switch (result.outcome) {
      case 'signed-in':
        return { status: 201, body: signInResource(result.key, result) };
      case 'wrong-code':
        throw authenticationFailed(needs, request, 'unknown_code');
      case 'limit-reached':
        throw noMoreApiKeys();
      case 'not-here':
        throw notHere();
    }
  }),

  route(operations.createSignInCode, async ({ principal }) => {
    const made = startSignIn(needs, principal);
    if (made === undefined) throw notHere();
    return { status: 201, body: signInCodeResource(made.code, made) };
  }),
];

const notHere = () => new Refusal('not-found', 'This service has no sign-in links. Sign in with an API key.');
