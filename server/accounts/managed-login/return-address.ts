import { invalidInput } from '../../errors.ts';
import { localPath } from '../../web/requests/origin/local-path.ts';
import type { AccountServices } from '../services.ts';

/** In characters; browsers drop cookies of more than 4 KiB. */
const longest = 1024;

/**
 * Where to go after managed login: a page of one of the application's origins, or a path of this server.
 *
 * @param given as the application asked; undefined: the first of its origins
 * @throws PoolkeeperError `invalid_input` (422) for any other address
 */
export function returnAddress(
  given: string | undefined,
  { application: { origins }, publicOrigin }: Pick<AccountServices, 'application' | 'publicOrigin'>,
): string {
  const [first = ''] = origins;
  if (given === undefined) return `${first}/`;
  const path = localPath(given);
  if (given.length <= longest && path !== undefined) return path;
  // A backslash or control character is read differently by different browsers.
  const isPlain = given.length <= longest && /^https?:\/\/[!-[\]-~]+$/.test(given);
  if (isPlain && URL.canParse(given)) {
    const { origin, href, username, password } = new URL(given);
    const isOwn = [...origins, publicOrigin()].includes(origin);
    if (isOwn && username === '' && password === '' && href.length <= longest) return href;
  }
  throw invalidInput(
    { return_to: 'Name a page of one of the origins of the application, or a path.' },
    'The page to return to is not one of this application.',
  );
}

/** The same address with the code of what went wrong, for the page to tell its person. */
export function withProblem(returnTo: string, code: string): string {
  const isPath = returnTo.startsWith('/');
  const url = new URL(returnTo, 'http://local.invalid');
  url.searchParams.set('sign_in_problem', code);
  return isPath ? url.pathname + url.search + url.hash : url.href;
}
