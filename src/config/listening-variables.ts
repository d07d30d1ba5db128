import { isIP } from 'node:net';
import * as z from 'zod';
import { itemsOf } from './function-environment.ts';

/** The allowed values of the variables for listening addresses, hosts and proxies of the embedded service. */

const ADDRESS_FAULT = 'must be an IP address to listen on, such as 127.0.0.1, or 0.0.0.0 for all of IPv4';
const HOSTS_FAULT =
  'must be host names without a scheme or a path, separated by commas, such as hooks.example.com';
const PROXIES_FAULT = 'must be IP addresses or CIDR ranges, separated by commas, such as 10.0.0.0/8';

/** An address of this machine; `[::1]` is accepted for `::1`. */
export const listenAddress = z
  .string()
  .transform((text) => text.trim().replace(/^\[(.*)\]$/, '$1'))
  .refine((text) => text === 'localhost' || isIP(text) !== 0, ADDRESS_FAULT);

const listed = z.string().transform(itemsOf);

const LABEL = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?';
const NAME_AND_PORT = new RegExp(`^${LABEL}(\\.${LABEL})*(:\\d{1,5})?$`);
const IPV6_AND_PORT = /^\[([0-9a-f:.]+)\](:\d{1,5})?$/;

/** Host names as in the Host header; an IPv6 address gets its brackets. */
export const hostNames = listed.pipe(
  z.array(
    z
      .string()
      .transform((text) => (isIP(text) === 6 ? `[${text}]` : text).toLowerCase())
      .refine(
        (text) => NAME_AND_PORT.test(text) || isIP(IPV6_AND_PORT.exec(text)?.[1] ?? '') === 6,
        HOSTS_FAULT,
      ),
  ),
);

/** CIDR ranges; a single address is a range of one. */
export const proxyRanges = listed.pipe(
  z.array(
    z
      .string()
      .transform((text) => (isIP(text) === 0 ? text : `${text}/${isIP(text) === 4 ? 32 : 128}`))
      .pipe(z.union([z.cidrv4(), z.cidrv6()], PROXIES_FAULT)),
  ),
);
