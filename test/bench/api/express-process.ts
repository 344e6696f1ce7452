import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type ExpressProcess = { readonly origin: string; stop(): Promise<void> };

const script = fileURLToPath(new URL('./express-admin-queries.ts', import.meta.url));

/** Starts the Express server in a process of its own, as in production. */
export async function startExpress(
  endpoint: string,
  userPoolId: string,
  clientId: string,
): Promise<ExpressProcess> {
  const child = spawn(process.execPath, [script, endpoint, userPoolId, clientId, 'pool-admins'], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const [found] = /(?<=Express is at )http:\S+/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.stdout.on('end', () => reject(new Error(`Express did not start: ${text}`)));
  });
  return {
    origin,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
