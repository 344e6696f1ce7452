import type { CodeDelivery } from '../self-service.ts';

/**
 * What the service would say of a code to this address.
 *
 * Source: API reference, CodeDeliveryDetailsType; AWS CLI examples of sign-up and forgot-password.
 */
export function deliveryTo(attribute: 'email' | 'phone_number', address: string): CodeDelivery {
  return attribute === 'email'
    ? { destination: maskedEmail(address), medium: 'email', attribute }
    : { destination: maskedPhoneNumber(address), medium: 'sms', attribute };
}

function maskedEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}***@${address.slice(at + 1, at + 2)}***`;
}

function maskedPhoneNumber(phoneNumber: string): string {
  return `+${'*'.repeat(Math.max(0, phoneNumber.length - 5))}${phoneNumber.slice(-4)}`;
}
