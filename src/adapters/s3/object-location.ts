/** Where a bucket's objects are, without a slash at the end. */
export interface BucketLocation {
  readonly bucket: string;
  readonly region: string;
  /** An emulator's, where all buckets are behind one address; undefined on AWS. */
  readonly endpoint: string | undefined;
}

/** Where the SDK would send S3's requests, if the environment says so. It has a client for every service but this one. */
export const s3EndpointIn = (env: NodeJS.ProcessEnv): string | undefined =>
  env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'] || undefined;

/**
 * The URL of an object: the bucket in the host name, as AWS wants it, or in the path, as emulators understand it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function objectUrl({ bucket, region, endpoint }: BucketLocation, key: string): URL {
  const path = key.split('/').map(encoded).join('/');
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/$/, '')}/${bucket}/${path}`);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${suffix}/${path}`);
}

/** What a copy is made of: a path, encoded like that of a URL. */
export const copySource = (bucket: string, key: string): string =>
  `/${bucket}/${key.split('/').map(encoded).join('/')}`;

/** Everything but RFC 3986's unreserved characters, as the signature wants it. */
const encoded = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
