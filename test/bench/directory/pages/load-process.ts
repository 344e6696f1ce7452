/**
 * Asks for pages as fast as they come, in a process of its own so that it costs the console nothing:
 * `node load-process.ts ORIGIN COOKIE SECONDS`, with the paths as JSON on standard input. Each
 * connection begins at another path. Prints what it found as JSON.
 */
import { json } from 'node:stream/consumers';
import autocannon from 'autocannon';

const connections = 20;

const [url = '', cookie = '', seconds = ''] = process.argv.slice(2);
const paths = await json(process.stdin);
if (!Array.isArray(paths)) throw new TypeError('The paths are an array.');
const requests = paths.map((path) => ({ path: String(path) }));
let begun = 0;
const result = await autocannon({
  url,
  connections,
  duration: Number(seconds),
  headers: { cookie, accept: 'text/html' },
  setupClient(client) {
    const place = Math.floor((begun * requests.length) / connections);
    begun += 1;
    client.setRequests([...requests.slice(place), ...requests.slice(0, place)]);
  },
});
process.stdout.write(
  JSON.stringify({
    pages: result.requests.total,
    failed: result.errors + result.non2xx,
    bytes: result.throughput.total,
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  }),
);
