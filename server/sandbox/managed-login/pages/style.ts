import type { HttpRoute } from '../../wire/route.ts';
import { stylePath } from './layout.ts';

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { box-sizing: border-box; width: min(24rem, 100vw); padding: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; }
label { display: block; margin: 0.75rem 0 0.25rem; font-weight: 600; }
input, button { box-sizing: border-box; width: 100%; font: inherit; padding: 0.5rem 0.75rem; }
input[type="radio"] { width: auto; margin-right: 0.5rem; }
button { margin-top: 1.25rem; border: 0; border-radius: 0.25rem; background: #1a56a8; color: #fff; }
button:focus-visible, input:focus-visible { outline: 3px solid #6aa5f5; outline-offset: 1px; }
[role="alert"] { border-left: 4px solid #c0392b; padding: 0.5rem 0.75rem; margin: 0 0 1rem; }
code { font-size: 1.05rem; overflow-wrap: anywhere; }
`;

/** The style sheet of managed login. */
export const styleRoute: HttpRoute = {
  method: 'GET',
  path: stylePath,
  handle: () => ({
    status: 200,
    headers: {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
      'X-Content-Type-Options': 'nosniff',
    },
    body: style,
  }),
};
