import { invalidInput } from '../../../errors.ts';
import type { Problem } from './step.ts';

/**
 * The digits of a code as people type them, "123 456" too, or what is wrong with them. What cannot
 * be a code is not sent to the pool, which allows a few tries only.
 */
export function typedCode(text = ''): { readonly code: string; readonly problem?: Problem } {
  const code = text.replaceAll(/[\s-]/g, '');
  if (/^\d{6,8}$/.test(code)) return { code };
  const sentence = code === '' ? 'Type the code.' : 'A code has six to eight digits.';
  return { code: '', problem: invalidInput({ code: sentence }) };
}
