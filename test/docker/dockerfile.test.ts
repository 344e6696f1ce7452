import { describe, expect, it } from 'vitest';
import {
  environmentOf,
  instructionsOf,
  parseCommand,
  parseCopy,
  parseDockerfile,
} from './dockerfile.ts';

const text = `# A comment
FROM node:24-slim AS build
RUN npm ci \\
  --omit=dev

FROM node:24-slim
ENV HOST=0.0.0.0
ENV DATABASE_URL=file:/data/a=b.db
COPY --from=build --chown=node /app/node_modules ./node_modules
CMD ["node", "server/main.ts"]
`;

describe('The reader of Dockerfiles', () => {
  const [build, final] = parseDockerfile(text);

  it('finds the stages with their names and bases', () => {
    expect(build).toMatchObject({ name: 'build', base: 'node:24-slim' });
    expect(final).toMatchObject({ name: '1', base: 'node:24-slim' });
  });

  it('joins lines that go on', () => {
    expect(build && instructionsOf(build, 'RUN')).toEqual(['npm ci --omit=dev']);
  });

  it('knows the variables', () => {
    const expected = { HOST: '0.0.0.0', DATABASE_URL: 'file:/data/a=b.db' };
    expect(final && environmentOf(final)).toEqual(expected);
  });

  it('tells what is copied from where', () => {
    expect(final && instructionsOf(final, 'COPY').map(parseCopy)).toEqual([
      { from: 'build', sources: ['/app/node_modules'], destination: './node_modules' },
    ]);
  });

  it('takes a command in exec form only', () => {
    expect(parseCommand('--interval=30s CMD ["node", "-e", "[1]"]')).toEqual(['node', '-e', '[1]']);
    expect(() => parseCommand('node server/main.ts')).toThrow('exec form');
  });

  it('refuses an instruction that belongs to no stage', () => {
    expect(() => parseDockerfile('RUN true')).toThrow('before the first FROM');
  });
});
