import type { HttpReply } from '../../wire/route.ts';
import { type Html, html } from './html.ts';

/** Where the style sheet of managed login is served. */
export const stylePath = '/login.css';

/** How a page is sent. */
export interface PageOptions {
  status?: number;
  /** Whole Set-Cookie values. */
  cookies?: readonly string[];
  /** Where forms may lead beside the sandbox itself: the application's callback. */
  formTarget?: string;
}

/** Sends a page of managed login. No script runs on it, and it cannot be framed. */
export function page(title: string, content: Html, options: PageOptions = {}): HttpReply {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  // Browsers hold every redirect after the form to it, and applications lead on from their callback.
  const formTargets = options.formTarget ? `'self' ${options.formTarget} http: https:` : "'self'";
  return {
    status: options.status ?? 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action ${formTargets}`,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      ...(options.cookies === undefined ? {} : { 'Set-Cookie': [...options.cookies] }),
    },
    body: document.text,
  };
}

/** Sends the page that says why a request cannot be served and must not be sent back to the application. */
export function errorPage(message: string, status = 400): HttpReply {
  return page('Something is wrong', html`<p role="alert">${message}</p>`, { status });
}

/** Sends the browser elsewhere, and has it forget that it posted. */
export function redirect(location: string, cookies: readonly string[] = []): HttpReply {
  return {
    status: 303,
    headers: {
      Location: location,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      ...(cookies.length === 0 ? {} : { 'Set-Cookie': [...cookies] }),
    },
  };
}
