import type { SelfService, Transport } from '../transport.ts';
import type { CodeDelivery, Device, Session } from '../types.ts';
import { type AccountsOptions, type CallAccounts, createAccountsCall } from './call.ts';
import { segment } from './path.ts';

/** Makes the transport that calls the account API, as docs/accounts.md describes it. */
export function createAccountsTransport(options: AccountsOptions): Transport {
  const call = createAccountsCall(options);
  const hasTokens = options.mode !== 'cookie';
  return {
    hasTokens,
    defaultFlow: 'password',
    signUp: (body) => call('POST', '/sign-up', body),
    confirm: (username, code) => call('POST', '/confirm', { username, code }),
    resend: (username) => call('POST', '/resend', { username }),
    forgotPassword: (username) => call('POST', '/forgot-password', { username }),
    resetPassword: (username, code, newPassword) =>
      call('POST', '/reset-password', { username, code, newPassword }),
    signIn: (username, password, device, flow) =>
      call('POST', '/sign-in', { username, password, device, ...(flow === 'admin' && { flow }) }),
    signInSrp: (username, srpA, key) =>
      call('POST', '/sign-in/srp', { username, srpA, ...(key && { device: { key } }) }),
    signInChoice: (username, preferred) =>
      call('POST', '/sign-in/choice', { username, ...(preferred && { preferred }) }),
    answer: ({ handle }, answer) => call('POST', '/challenge', { handle, ...answer }),
    refresh: (refreshToken, deviceKey) =>
      call('POST', '/refresh', refreshToken ? { refreshToken, deviceKey } : undefined),
    ...(!hasTokens && { check: () => call('POST', '/check-token') }),
    signOut: (refreshToken) =>
      call('POST', '/sign-out', refreshToken ? { refreshToken } : undefined),
    signedIn: (accessToken) => selfService(call, accessToken),
  };
}

function selfService(send: CallAccounts, accessToken: string | undefined): SelfService {
  const call = <Answer = void>(method: string, path: string, body?: object): Promise<Answer> =>
    send(method, `/me${path}`, body, accessToken);
  const deviceAt = (key: string): string => `/devices/${segment(key)}`;
  return {
    me: () => call('GET', ''),
    update: (attributes) => call('PATCH', '', { attributes }),
    deleteAccount: () => call('DELETE', ''),
    changePassword: (currentPassword, newPassword) =>
      call('POST', '/password', { currentPassword, newPassword }),
    async sendCode(name) {
      const path = `/attributes/${segment(name)}/code`;
      return (await call<{ codeDelivery: CodeDelivery }>('POST', path)).codeDelivery;
    },
    verifyAttribute: async (name, code) =>
      call('POST', `/attributes/${segment(name)}/verify`, { code }),
    startTotp: () => call('POST', '/totp'),
    verifyTotp: (code, deviceName) =>
      call('POST', '/totp/verify', { code, ...(deviceName && { deviceName }) }),
    mfa: () => call('GET', '/mfa'),
    setMfa: (change) => call('PUT', '/mfa', change),
    devices: async () => (await call<{ devices: Device[] }>('GET', '/devices')).devices,
    confirmDevice: async (device) => {
      type Confirmed = { readonly device?: { readonly isRemembered: boolean } };
      return (await call<Confirmed>('POST', '/devices', device))?.device?.isRemembered === false;
    },
    setDeviceRemembered: async (key, isRemembered) => call('PUT', deviceAt(key), { isRemembered }),
    forgetDevice: async (key) => call('DELETE', deviceAt(key)),
    sessions: async () => (await call<{ sessions: Session[] }>('GET', '/sessions')).sessions,
    endSession: async (id) => call('DELETE', `/sessions/${segment(id)}`),
    signOutEverywhere: () => call('POST', '/sign-out-everywhere'),
  };
}
