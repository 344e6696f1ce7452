import { type Account, createAccount } from './account.ts';
import { createAccountsTransport } from './accounts/create-accounts-transport.ts';
import { createCognitoTransport } from './cognito/create-cognito-transport.ts';
import type { ClientOptions } from './options.ts';
import { createAuthorizedFetch } from './session/authorized-fetch.ts';
import { confirmNewDevice, createDevices, type Devices } from './session/devices.ts';
import { createEmitter, type Emitter } from './session/events.ts';
import { createSessionKeeper } from './session/session.ts';
import { createSessionStore, toSession } from './session/store.ts';
import { createTokenChecks, type TokenChecks } from './session/token-checks.ts';
import { watchOtherTabs } from './session/watch.ts';
import { createSignInMachine, type SignInMachine } from './sign-in/machine.ts';
import { memoryStorage } from './storage/storage.ts';
import { createNameMap } from './text/attribute-names.ts';
import type { SelfService, SignedUp, SignUp, Transport } from './transport.ts';

/** What a person does without being signed in. */
type Visitor = {
  signUp(input: SignUp): Promise<SignedUp>;
  confirm(username: string, code: string): Promise<void>;
  resend(username: string): Promise<void>;
  forgotPassword(username: string): Promise<void>;
  resetPassword(username: string, code: string, newPassword: string): Promise<void>;
};

/** A client of one app client of a user pool. Every method throws `ClientError`s. */
export type Client = Visitor &
  SignInMachine &
  TokenChecks &
  Account & {
    readonly devices: Devices;
    /** Carries the access token, and refreshes it in time. */
    readonly fetch: typeof fetch;
    readonly on: Emitter['on'];
    /** Ends the session here, and revokes its tokens. */
    signOut(): Promise<void>;
    /** Ends every session of the person, on every device. */
    signOutEverywhere(): Promise<void>;
  };

/**
 * Makes a client.
 *
 * @throws ClientError `secret_in_browser`
 */
export function createClient(options: ClientOptions): Client {
  const { storage = memoryStorage(), now = Date.now } = options;
  const transport: Transport =
    'baseUrl' in options ? createAccountsTransport(options) : createCognitoTransport(options);
  const store = createSessionStore(
    storage,
    'baseUrl' in options ? options.baseUrl : options.clientId,
    options.deviceStorage,
  );
  const events = createEmitter();
  const leeway = (options.refreshBefore ?? 30) * 1000;
  const keeper = createSessionKeeper({ transport, storage, store, events, now, leeway });
  const names = createNameMap(options.attributeNames);
  watchOtherTabs(storage, store.key, events);

  const service = <Result>(run: (self: SelfService) => Promise<Result>): Promise<Result> =>
    keeper.withToken((accessToken) => run(transport.signedIn(accessToken)));

  const machine = createSignInMachine({
    transport,
    store,
    async signedIn(tokens, typed, knownDeviceKey) {
      const deviceKey = tokens.newDevice?.key ?? knownDeviceKey;
      const before = { username: typed, refreshToken: undefined, deviceKey };
      const session = toSession(tokens, before, now());
      await store.write(session);
      const { username } = session;
      const { newDevice } = tokens;
      const parts = { store, service, name: options.deviceName };
      const mayRememberDevice =
        newDevice !== undefined &&
        (await confirmNewDevice(newDevice, [typed, username], parts).catch(async (error) => {
          // Its refresh token would not work.
          await store.clear();
          throw error;
        }));
      events.emit('signed-in', { username });
      return { status: 'signed-in', username, mayRememberDevice };
    },
  });

  /** Ends the session here, whatever becomes of it at the pool. */
  const leave = async (end: () => Promise<void>): Promise<void> => {
    const session = await store.read();
    try {
      await end();
    } finally {
      await store.clear();
      if (session) events.emit('signed-out', { username: session.username });
    }
  };

  return {
    signUp: ({ attributes = {}, ...input }) =>
      transport.signUp({ ...input, attributes: names.toPool(attributes) }),
    confirm: transport.confirm,
    resend: transport.resend,
    forgotPassword: transport.forgotPassword,
    resetPassword: transport.resetPassword,
    ...machine,
    ...createTokenChecks({ options, keeper, store, transport, now }),
    ...createAccount({ service, names, store, leave }),
    devices: createDevices({ store, keeper, service }),
    fetch: createAuthorizedFetch(keeper, {
      fetch: options.fetch,
      origins: options.origins,
      token: options.fetchToken === 'id' ? 'idToken' : 'accessToken',
      hasTokens: transport.hasTokens,
    }),
    on: events.on,
    signOut: () => leave(async () => transport.signOut((await store.read())?.refreshToken)),
    signOutEverywhere: () => leave(() => service((self) => self.signOutEverywhere())),
  };
}
