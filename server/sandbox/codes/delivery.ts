import type { SandboxContext } from '../context.ts';
import { makeCode } from './one-time-code.ts';
import type { Contact } from './store.ts';

/** Where a code went, as Cognito tells it. Source: API reference, CodeDeliveryDetailsType. */
export interface CodeDeliveryDetails {
  Destination: string;
  DeliveryMedium: 'EMAIL' | 'SMS';
  AttributeName: Contact;
}

/** Tells where a code went without giving the address away. */
export function deliveryDetails(contact: Contact, destination: string): CodeDeliveryDetails {
  return {
    Destination: contact === 'email' ? maskedEmail(destination) : maskedPhone(destination),
    DeliveryMedium: contact === 'email' ? 'EMAIL' : 'SMS',
    AttributeName: contact,
  };
}

/** Makes a code: six random digits, or the fixed code of the sandbox's options. */
export function newCode(context: SandboxContext): string {
  return context.options.code ?? makeCode(context.random.bytes(8));
}

function maskedEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}***@${address.slice(at + 1, at + 2)}***`;
}

function maskedPhone(phoneNumber: string): string {
  const shown = phoneNumber.slice(-4);
  return `+${'*'.repeat(Math.max(0, phoneNumber.length - 5))}${shown}`;
}
