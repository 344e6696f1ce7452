const attributesOfScope: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

/**
 * Tells whether scopes grant an attribute in ID tokens and at the userInfo endpoint: `profile` grants all of them,
 * `email` and `phone` their own, and `openid` alone all of them again.
 * Source: AWS, "Scopes, M2M, and resource servers", OpenID Connect scopes.
 */
export function isGranted(scopes: readonly string[], attribute: string): boolean {
  if (scopes.includes('profile')) return true;
  const narrowing = scopes.filter((scope) => attributesOfScope[scope] !== undefined);
  if (narrowing.length === 0) return true;
  return narrowing.some((scope) => attributesOfScope[scope]?.includes(attribute));
}
