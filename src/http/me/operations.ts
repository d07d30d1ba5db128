import { operation } from '../core/operation.ts';
import { exampleCaller } from './examples.ts';
import { callerResource, callerShape } from './output.ts';

export const getMe = operation({
  id: 'getMe',
  method: 'GET',
  path: '/me',
  tag: 'Access',
  summary: 'Read what the caller is and may do',
  description:
    'For a page or a program that shows its user only what the API key or portal token may do. Every key and token can ' +
    'call it.',
  scope: 'any',
  forPortal: true,
  success: {
    status: 200,
    description: 'The API key or the portal token of this call.',
    schema: callerShape,
    example: callerResource(exampleCaller),
  },
});
