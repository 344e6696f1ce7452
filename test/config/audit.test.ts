import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { loadConfig } from '../../server/config.ts';

const { privateKey } = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

it('keeps the audit for ever and writes no checkpoints unless told to', () => {
  expect(loadConfig({}).audit).toEqual({
    retentionDays: undefined,
    checkpoints: undefined,
    checkpointKey: undefined,
    checkpointMinutes: 60,
  });
});

it('reads retention, where checkpoints go, and their key', () => {
  const settings = {
    AUDIT_RETENTION_DAYS: '400',
    AUDIT_CHECKPOINTS: 'file:/var/log/checkpoints',
    AUDIT_CHECKPOINT_KEY: privateKey,
    AUDIT_CHECKPOINT_MINUTES: '5',
  };
  expect(loadConfig(settings).audit).toEqual({
    retentionDays: 400,
    checkpoints: { file: '/var/log/checkpoints' },
    checkpointKey: privateKey.trim(),
    checkpointMinutes: 5,
  });
  expect(loadConfig({ ...settings, AUDIT_CHECKPOINTS: 'log' }).audit.checkpoints).toBe('log');
});

it('refuses checkpoints in a log that leaves them out, in a sentence', () => {
  const settings = { AUDIT_CHECKPOINTS: 'log', AUDIT_CHECKPOINT_KEY: privateKey };
  for (const level of ['warn', 'error', 'fatal', 'silent']) {
    expect(() => loadConfig({ ...settings, LOG_LEVEL: level })).toThrow(
      `AUDIT_CHECKPOINTS=log needs LOG_LEVEL \`info\` or \`debug\`: with \`${level}\` the log leaves checkpoints out.`,
    );
    const elsewhere = { ...settings, AUDIT_CHECKPOINTS: 'file:/x', LOG_LEVEL: level };
    expect(loadConfig(elsewhere).audit.checkpoints).toEqual({ file: '/x' });
  }
  expect(loadConfig({ ...settings, LOG_LEVEL: 'debug' }).audit.checkpoints).toBe('log');
});

it.each([
  [{ AUDIT_RETENTION_DAYS: '0' }, 'AUDIT_RETENTION_DAYS must be a whole number'],
  [{ AUDIT_RETENTION_DAYS: '-1' }, 'AUDIT_RETENTION_DAYS must be a whole number'],
  [{ AUDIT_RETENTION_DAYS: '1.5' }, 'AUDIT_RETENTION_DAYS must be a whole number'],
  [{ AUDIT_CHECKPOINT_MINUTES: 'often' }, 'AUDIT_CHECKPOINT_MINUTES must be a whole number'],
  [{ AUDIT_CHECKPOINTS: 'somewhere' }, 'AUDIT_CHECKPOINTS must be `log` or `file:PATH`'],
  [{ AUDIT_CHECKPOINTS: 'log' }, 'AUDIT_CHECKPOINTS needs AUDIT_CHECKPOINT_KEY'],
  [{ AUDIT_CHECKPOINT_KEY: 'no key' }, 'must be an Ed25519 private key'],
  [{ AUDIT_CHECKPOINT_KEY: rsa }, 'must be an Ed25519 private key'],
])('refuses %j', (settings, problem) => {
  expect(() => loadConfig(settings)).toThrow(problem);
  expect(() => loadConfig(settings)).not.toThrow(/PRIVATE KEY-----/);
});
