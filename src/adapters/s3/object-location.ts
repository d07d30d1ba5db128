import { domainOf } from '../aws/domain.ts';

/** The place of a bucket's objects, without a slash at the end. */
export interface BucketLocation {
  readonly bucket: string;
  readonly region: string;
  /** The endpoint of an emulator, with all buckets at one address; undefined on AWS. */
  readonly endpoint: string | undefined;
}

/** The S3 endpoint that the SDK would use, from the environment. Posthorn uses the SDK for every service except S3. */
export const s3EndpointIn = (env: NodeJS.ProcessEnv): string | undefined =>
  env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'] || undefined;

/**
 * The URL of an object. The bucket is in the host name, as AWS requires, or in the path, as emulators expect.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function objectUrl({ bucket, region, endpoint }: BucketLocation, key: string): URL {
  const path = key.split('/').map(encoded).join('/');
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/$/, '')}/${bucket}/${path}`);
  return new URL(`https://${bucket}.s3.${region}.${domainOf(region)}/${path}`);
}

/** The source of a copy: a path, encoded like the path of a URL. */
export const copySource = (bucket: string, key: string): string =>
  `/${bucket}/${key.split('/').map(encoded).join('/')}`;

/** Encodes everything except RFC 3986's unreserved characters, as the signature requires. */
const encoded = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
