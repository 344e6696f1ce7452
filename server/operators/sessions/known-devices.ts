import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Device } from '../../cognito/sign-in.ts';
import { createSealer, type RandomBytes } from '../../crypto.ts';

const Kept = Type.Array(
  Type.Object({
    /** What the person is called, and what they typed, in small letters. */
    names: Type.Array(Type.String()),
    key: Type.String(),
    groupKey: Type.String(),
    password: Type.String(),
  }),
);

/** The devices that the pool knows this browser as, in a cookie that only this console can open. */
export interface KnownDevices {
  /** The device that signed in under this name, if the cookie is a proper one. */
  find(cookie: string | undefined, username: string): Device | undefined;
  /** The cookie with a device added; the one that the same person had before goes. */
  add(cookie: string | undefined, names: readonly string[], device: Device): string;
}

/** More people than this rarely share a browser, and a cookie has 4 KB. */
const mostDevices = 4;
const context = 'known devices';

/** @param secrets newest first */
export function createKnownDevices(
  secrets: readonly string[],
  randomBytes: RandomBytes,
): KnownDevices {
  const sealer = createSealer(secrets, randomBytes);
  const open = (cookie: string | undefined): Static<typeof Kept> => {
    const text = cookie === undefined ? undefined : sealer.open(cookie, context);
    const kept: unknown = text === undefined ? [] : JSON.parse(text);
    return Value.Check(Kept, kept) ? kept : [];
  };
  return {
    find(cookie, username) {
      const name = username.toLowerCase();
      const kept = open(cookie).find(({ names }) => names.includes(name));
      return kept && { key: kept.key, groupKey: kept.groupKey, password: kept.password };
    },
    add(cookie, names, { key, groupKey, password }) {
      const small = [...new Set(names.map((name) => name.toLowerCase()))];
      const others = open(cookie).filter((one) => !one.names.some((name) => small.includes(name)));
      const kept = [{ names: small, key, groupKey, password }, ...others].slice(0, mostDevices);
      return sealer.seal(JSON.stringify(kept), context);
    },
  };
}
