/**
 * Asks an API as fast as it answers, in a process of its own so that it costs the server nothing:
 * `node load-process.ts ORIGIN CONNECTIONS SECONDS`, with `{token, paths}` as JSON on standard input. Each
 * connection begins at another path. Prints what it found as JSON.
 */
import { json } from 'node:stream/consumers';
import autocannon from 'autocannon';

const [url = '', connections = '', seconds = ''] = process.argv.slice(2);
const { token, paths } = Object(await json(process.stdin));
if (!Array.isArray(paths)) throw new TypeError('The paths are an array.');
const requests = paths.map((path) => ({ path: String(path) }));
let begun = 0;
const result = await autocannon({
  url,
  connections: Number(connections),
  duration: Number(seconds),
  headers: { authorization: `Bearer ${token}` },
  setupClient(client) {
    const place = Math.floor((begun * requests.length) / Number(connections));
    begun += 1;
    client.setRequests([...requests.slice(place), ...requests.slice(0, place)]);
  },
});
process.stdout.write(
  JSON.stringify({
    failed: result.errors + result.non2xx,
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  }),
);
