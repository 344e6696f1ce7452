/**
 * True when the endpoint is an emulator rather than AWS or a way to it: an emulator is reached by
 * plain HTTP, AWS never is.
 */
export function isEmulator(endpoint: string | undefined): endpoint is string {
  if (endpoint === undefined) return false;
  const { protocol, hostname } = new URL(endpoint);
  return protocol === 'http:' && !/(^|\.)amazonaws\.com(\.cn)?$/.test(hostname);
}
