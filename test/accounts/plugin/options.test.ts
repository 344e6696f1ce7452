import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { cognitoUsers, type UserOptions } from '../../../server/accounts/plugin.ts';

const pool = { userPoolId: 'eu-west-1_AbCdEf123', clientId: '1example23456789' };

async function register(options: UserOptions): Promise<void> {
  await Fastify().register(cognitoUsers, { environment: {}, ...options });
}

describe('The options of the plugin', () => {
  it('are good with a user pool and an app client', async () => {
    await expect(register(pool)).resolves.toBeUndefined();
  });

  it.each<[string, UserOptions]>([
    ['userPoolId', { ...pool, userPoolId: '' }],
    ['userPoolId', { ...pool, userPoolId: 'eu-west-1_A/../eu-west-1_B' }],
    ['clientId', { ...pool, clientId: '' }],
    ['clientId', { ...pool, clientId: [] }],
    ['clientId', { ...pool, clientId: ['good', ''] }],
    ['pools', { pools: [] }],
    ['pools', { pools: [pool, pool] }],
    ['clockTolerance', { ...pool, clockTolerance: -1 }],
    ['clockTolerance', { ...pool, clockTolerance: 301 }],
    ['clockTolerance', { ...pool, clockTolerance: Number.NaN }],
    ['endpoint', { ...pool, endpoint: 'file:///keys' }],
    ['refresh', { ...pool, refresh: async () => undefined }],
    ['JWKS', { ...pool, jwks: { keys: 'none' } }],
    ['COGNITO_JWKS', { ...pool, environment: { COGNITO_JWKS: '{' } }],
  ])('stop the start when %s cannot be used', async (name, options) => {
    await expect(register(options)).rejects.toThrow(name);
  });
});
