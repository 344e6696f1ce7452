import type { Import } from './imports.ts';

/**
 * The layers of server/, lowest first. A file belongs to the last layer one of whose patterns
 * matches its path, and imports only from its own layer and from those below.
 */
export const layers = [
  { name: 'foundation', patterns: [/^server\/[^/]+\.ts$/, /^server\/config\//] },
  { name: 'adapters', patterns: [/^server\/(db|cognito)\//] },
  {
    name: 'domain',
    patterns: [
      /^server\/(audit|operators|keys|directory|events|saved-views|jobs|actions|limits|sessions|tokens|managed-login|transfer)\//,
      /^server\/pools\.ts$/,
    ],
  },
  { name: 'web', patterns: [/^server\/web\//] },
  {
    // What the pages of several features show: action buttons and forms, audit lines, statuses.
    name: 'presentation',
    patterns: [
      /^server\/actions\/(form|links|views)\.ts$/,
      /^server\/audit\/(lines|notice)\.ts$/,
      /^server\/directory\/status\.ts$/,
      /^server\/freshness\/view\.ts$/,
    ],
  },
  {
    name: 'pages',
    patterns: [
      /^server\/(users|groups|overview|hooks|health|api|accounts|admin-queries)\//,
      /^server\/[\w-]+\/(routes\.ts$|pages\/)/,
      /^server\/(audit|operators|keys|events|saved-views|jobs)\/(views|form)\.ts$/,
    ],
  },
  { name: 'app', patterns: [/^server\/(app|start|main)\.ts$/] },
] as const;

function rankOf(path: string): number {
  return layers.findLastIndex(({ patterns }) => patterns.some((pattern) => pattern.test(path)));
}

function featureOf(path: string): string | undefined {
  return /^server\/([\w-]+)\//.exec(path)?.[1];
}

function isSandbox(path: string): boolean {
  return path.startsWith('server/sandbox/');
}

/**
 * Says what is wrong with an import, if anything: the rules of docs/architecture.md.
 *
 * @param each an import found in server/ or client/
 * @returns a sentence, or undefined when the import is fine
 */
export function problemOf(each: Import): string | undefined {
  const { from, to } = each;
  if (from.startsWith('client/src/')) {
    return to.startsWith('client/src/') ? undefined : `${from} is the client and imports ${to}`;
  }
  if (/^@(aws-sdk|smithy)\//.test(to)) {
    if (!from.startsWith('server/cognito/')) return `${from} imports the AWS SDK (${to})`;
  }
  if (!to.startsWith('server/')) {
    const leavesServer = /^(client|test|scripts|views|static|docs)\//.test(to);
    return leavesServer ? `${from} imports ${to}, which is no part of the server` : undefined;
  }
  if (isSandbox(from)) {
    return isSandbox(to) ? undefined : `${from} is the sandbox and imports the console's ${to}`;
  }
  if (isSandbox(to)) {
    const isDoor = /^server\/sandbox\/(start|options)\.ts$/.test(to);
    const mayEnter = from === 'server/main.ts' && isDoor;
    return mayEnter ? undefined : `${from} reaches into the sandbox (${to})`;
  }
  const [rank, targetRank] = [rankOf(from), rankOf(to)];
  if (rank < 0) return `${from} is in no layer; test/house/layers.ts names them`;
  if (targetRank > rank) {
    return `${from} (${layers[rank]?.name}) imports upwards: ${to} (${layers[targetRank]?.name})`;
  }
  const isPage = layers[rank]?.name === 'pages' && targetRank === rank;
  if (isPage && featureOf(to) !== featureOf(from)) {
    return `${from} imports another page feature's ${to}`;
  }
  return undefined;
}
