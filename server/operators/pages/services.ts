import type { OperatorServices } from '../services.ts';
import type { SignInLimit } from './sign-in/sign-in-limit.ts';

/** What the pages of signing in share: one limit on failed tries holds for all of them. */
export type PageServices = OperatorServices & { readonly limit: SignInLimit };
