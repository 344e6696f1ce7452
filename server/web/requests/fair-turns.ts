import fp from 'fastify-plugin';
import type { Turns } from '../../turns.ts';

/** Has every request wait for its turn before anything is done for it. */
export const fairTurns = fp(
  async (app, { turns }: { turns: Turns }) => {
    app.addHook('onRequest', (_request, _reply, next) => turns.begin(next));
  },
  { name: 'fair-turns' },
);
