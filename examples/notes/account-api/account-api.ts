import type {
  Challenge,
  CodeDelivery,
  Device,
  KnownDevice,
  Me,
  Mfa,
  Tokens,
  TotpSetup,
} from './answers.ts';
import { Problem } from './problem.ts';

type Call = <Answer>(
  method: string,
  path: string,
  body?: Readonly<Record<string, unknown>>,
) => Promise<Answer>;

/** How the account API is called: JSON over HTTP, with the user's access token where there is one. */
function callerOf(baseUrl: string, accessToken?: string): Call {
  return async (method, path, body) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
    }).catch(() => {
      throw new Problem({ status: 503, code: 'api_unreachable' });
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    if (!response.ok) throw new Problem(isJson ? JSON.parse(text) : { status: response.status });
    return text === '' ? undefined : JSON.parse(text);
  };
}

/** What people do before they are signed in. */
export function createAccountApi(baseUrl: string) {
  const call = callerOf(baseUrl);
  return {
    signUp: (account: {
      username: string;
      password: string;
      attributes: Record<string, string>;
    }): Promise<{ isConfirmed: boolean }> => call('POST', '/sign-up', account),
    confirm: (username: string, code: string): Promise<void> =>
      call('POST', '/confirm', { username, code }),
    resend: (username: string): Promise<void> => call('POST', '/resend', { username }),
    signIn: (
      username: string,
      password: string,
      device?: KnownDevice,
    ): Promise<Tokens | Challenge> =>
      call('POST', '/sign-in', { username, password, ...(device !== undefined && { device }) }),
    /** The pool says which first factors the user has. */
    signInByChoice: (username: string): Promise<Tokens | Challenge> =>
      call('POST', '/sign-in/choice', { username }),
    answer: (
      handle: string,
      answer: Readonly<Record<string, unknown>>,
    ): Promise<Tokens | Challenge> => call('POST', '/challenge', { handle, ...answer }),
    refresh: (refreshToken: string, deviceKey?: string): Promise<Tokens> =>
      call('POST', '/refresh', { refreshToken, ...(deviceKey !== undefined && { deviceKey }) }),
    signOut: (refreshToken: string): Promise<void> => call('POST', '/sign-out', { refreshToken }),
    forgotPassword: (username: string): Promise<void> =>
      call('POST', '/forgot-password', { username }),
    resetPassword: (username: string, code: string, newPassword: string): Promise<void> =>
      call('POST', '/reset-password', { username, code, newPassword }),
    /** What the holder of an access token does with their own account. */
    as: (accessToken: string) => selfService(callerOf(baseUrl, accessToken)),
  };
}

export type AccountApi = ReturnType<typeof createAccountApi>;

function selfService(call: Call) {
  const attribute = (name: string): string => `/me/attributes/${encodeURIComponent(name)}`;
  const device = (key: string): string => `/me/devices/${encodeURIComponent(key)}`;
  return {
    me: (): Promise<Me> => call('GET', '/me'),
    update: (
      attributes: Readonly<Record<string, string | null>>,
    ): Promise<{ me: Me; codeDeliveries: readonly CodeDelivery[] }> =>
      call('PATCH', '/me', { attributes }),
    delete: (): Promise<void> => call('DELETE', '/me'),
    changePassword: (currentPassword: string, newPassword: string): Promise<void> =>
      call('POST', '/me/password', { currentPassword, newPassword }),
    sendCode: (name: string): Promise<{ codeDelivery: CodeDelivery }> =>
      call('POST', `${attribute(name)}/code`),
    verify: (name: string, code: string): Promise<void> =>
      call('POST', `${attribute(name)}/verify`, { code }),
    startTotp: (): Promise<TotpSetup> => call('POST', '/me/totp'),
    verifyTotp: (code: string): Promise<void> =>
      call('POST', '/me/totp/verify', { code, deviceName: 'Notes' }),
    setMfa: (change: Readonly<Record<string, unknown>>): Promise<Mfa> =>
      call('PUT', '/me/mfa', change),
    devices: (): Promise<{ devices: readonly Device[] }> => call('GET', '/me/devices'),
    confirmDevice: (device: {
      key: string;
      groupKey: string;
      name: string;
      isRemembered: boolean;
    }): Promise<{ device: KnownDevice }> => call('POST', '/me/devices', device),
    rememberDevice: (key: string, isRemembered: boolean): Promise<void> =>
      call('PUT', device(key), { isRemembered }),
    forgetDevice: (key: string): Promise<void> => call('DELETE', device(key)),
    signOutEverywhere: (): Promise<void> => call('POST', '/me/sign-out-everywhere'),
  };
}
