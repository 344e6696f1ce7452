import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';

/** The size of the network that one IPv6 customer usually has. */
const ipv6Network = 64;

/** The address of a client, or the network that one IPv6 customer has; what rate limits count by. */
export function networkOf({ ip }: FastifyRequest): string {
  return normalizeIP(ip, ipv6Network);
}
