import type { SessionStore } from './session/store.ts';
import type { NameMap } from './text/attribute-names.ts';
import type { SelfService } from './transport.ts';
import type {
  CodeDelivery,
  Me,
  MfaChange,
  MfaState,
  Session,
  TotpSetup,
  Updated,
} from './types.ts';

type Parts = {
  readonly service: <Result>(run: (self: SelfService) => Promise<Result>) => Promise<Result>;
  readonly names: NameMap;
  readonly store: SessionStore;
  readonly leave: (end: () => Promise<void>) => Promise<void>;
};

/** What a signed-in person does with their own account. */
export type Account = {
  me(): Promise<Me>;
  /** `null` removes an attribute. */
  update(attributes: Readonly<Record<string, string | null>>): Promise<Updated>;
  /** Deletes the account for good. */
  deleteAccount(): Promise<void>;
  changePassword(currentPassword: string, newPassword: string): Promise<void>;
  /** Sends a code to the email address or phone number (`email`, `phone_number`). */
  sendVerificationCode(attribute: string): Promise<CodeDelivery>;
  verifyAttribute(attribute: string, code: string): Promise<void>;
  readonly totp: {
    start(): Promise<TotpSetup>;
    verify(code: string, deviceName?: string): Promise<void>;
  };
  readonly mfa: {
    get(): Promise<MfaState>;
    set(change: MfaChange): Promise<MfaState>;
  };
  /** Where the pool tracks sessions; by the account API only. */
  readonly sessions: {
    list(): Promise<readonly Session[]>;
    end(id: string): Promise<void>;
  };
};

/** Makes the operations of a signed-in person, with the application's own names of attributes. */
export function createAccount({ service, names, store, leave }: Parts): Account {
  const named = (me: Me): Me => ({
    ...me,
    attributes: names.toOwn(me.attributes),
    verified: names.toOwn(me.verified),
  });
  const poolName = (attribute: string): string =>
    Object.keys(names.toPool({ [attribute]: '' }))[0] ?? attribute;
  return {
    me: async () => named(await service((self) => self.me())),
    async update(attributes) {
      const updated = await service((self) => self.update(names.toPool(attributes)));
      return { ...updated, me: named(updated.me) };
    },
    deleteAccount: async () => {
      const username = (await store.read())?.username;
      await service((self) => self.deleteAccount());
      await leave(async () => undefined);
      if (username !== undefined) await store.removeDevice(username);
    },
    changePassword: (current, proposed) =>
      service((self) => self.changePassword(current, proposed)),
    sendVerificationCode: (attribute) => service((self) => self.sendCode(poolName(attribute))),
    verifyAttribute: (attribute, code) =>
      service((self) => self.verifyAttribute(poolName(attribute), code)),
    totp: {
      start: () => service((self) => self.startTotp()),
      verify: (code, deviceName) => service((self) => self.verifyTotp(code, deviceName)),
    },
    mfa: {
      get: () => service((self) => self.mfa()),
      set: (change) => service((self) => self.setMfa(change)),
    },
    sessions: {
      list: () => service((self) => self.sessions()),
      end: (id) => service((self) => self.endSession(id)),
    },
  };
}
