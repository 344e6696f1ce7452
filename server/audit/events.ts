/**
 * What is in the audit besides actions, by id. Everything that an operator does at the console and
 * auditors may ask about later, though it changes no pool; and what users do by the account API, where
 * their application is configured for it.
 */
export const eventTitles: ReadonlyMap<string, string> = new Map([
  ['operator.sign-in', 'Sign in'],
  ['operator.sign-out', 'Sign out'],
  ['operator.end-session', 'End an operator’s session'],
  ['operator.forgot-password', 'Ask for a new password'],
  ['operator.reset-password', 'Set a new password with a code'],
  ['access.refused', 'Open a page'],
  ['access.token-refused', 'Use an access token'],
  ['users.search', 'Search users'],
  ['users.export', 'Export users'],
  ['audit.export', 'Export the audit'],
  ['audit.verify', 'Verify the audit'],
  ['audit.prune', 'Remove old entries'],
  ['audit.sign-anchor', 'Sign what retention removed'],
  ['job.start', 'Start bulk work'],
  ['job.pause', 'Pause bulk work'],
  ['job.resume', 'Resume bulk work'],
  ['job.cancel', 'Cancel bulk work'],
  ['job.finish', 'Finish bulk work'],
  ['account.sign-in', 'Sign in to an application'],
  ['account.sign-out', 'Sign out of an application'],
  ['account.sign-out-everywhere', 'Sign out everywhere'],
  ['account.change-password', 'Change the own password'],
  ['account.reset-password', 'Set a forgotten password with a code'],
  ['account.delete', 'Delete the own account'],
  ['late-outcome', 'The answer that came late'],
  ['revoke-sessions', 'End sessions'],
  ['end-console-sessions', 'End sessions of this console'],
  ['forget-devices', 'Forget devices'],
  ['delete-software-token', 'Remove the authenticator'],
  ['switch-factors-off', 'Switch second factors off'],
  ['replace-password', 'Replace the password by one that nobody knows'],
]);
