import type { Needs } from '../src/application/needs.ts';

/** The properties of the custom resource. */
interface Properties {
  readonly apiId: string;
  readonly apiStage: string;
}

/** A request of CloudFormation, as far as it is used. */
export interface AddressEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** The earlier answer of the resource; not in a `Create`. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
}

export interface LiveAddressNeeds extends Pick<Needs, 'log'> {
  /** The WebSocket URL of an API. */
  readonly urlOf: (api: Properties) => Promise<string>;
  readonly record: (url: string) => Promise<void>;
  readonly forget: (url: string) => Promise<void>;
  /** Sends CloudFormation the result. */
  readonly respond: (url: string, body: string) => Promise<void>;
}

export type LiveAddressFunction = (event: AddressEvent) => Promise<void>;

/**
 * A custom resource of CloudFormation: while it exists, the table has the address of the live view, where the API finds
 * it. CloudFormation waits for an hour for a response, so every outcome is one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export const createLiveAddressFunction =
  (needs: LiveAddressNeeds): LiveAddressFunction =>
  async (event) => {
    const { StackId, RequestId, LogicalResourceId, ResponseURL, PhysicalResourceId: known } = event;
    const ids = { StackId, RequestId, LogicalResourceId };
    try {
      // The URL is the id of the resource: with another one, CloudFormation deletes the old resource.
      const PhysicalResourceId = await apply(needs, event);
      await needs.respond(ResponseURL, JSON.stringify({ ...ids, Status: 'SUCCESS', PhysicalResourceId }));
    } catch (error) {
      needs.log.error('live.address_not_recorded', { err: error });
      const failed = {
        Status: 'FAILED',
        Reason: 'see the log of the function',
        PhysicalResourceId: known ?? 'none',
      };
      await needs.respond(ResponseURL, JSON.stringify({ ...ids, ...failed }));
    }
  };

async function apply(
  { urlOf, record, forget }: LiveAddressNeeds,
  { RequestType, ResourceProperties, PhysicalResourceId: known }: AddressEvent,
): Promise<string> {
  if (RequestType === 'Delete') {
    await forget(known ?? '');
    return known ?? 'none';
  }
  const { apiId, apiStage } = ResourceProperties;
  const url = await urlOf({ apiId, apiStage });
  await record(url);
  return url;
}
