import type { Operation } from '../wire/operation.ts';
import { deleteUserAttributes } from './attributes/delete-user-attributes.ts';
import { getUserAttributeVerificationCode } from './attributes/get-user-attribute-verification-code.ts';
import { updateUserAttributes } from './attributes/update-user-attributes.ts';
import { verifyUserAttribute } from './attributes/verify-user-attribute.ts';
import { deleteOwnUser } from './delete-user.ts';
import { getOwnUser } from './get-user.ts';
import { changePassword } from './recovery/change-password.ts';
import { confirmForgotPassword } from './recovery/confirm-forgot-password.ts';
import { forgotPassword } from './recovery/forgot-password.ts';
import { confirmSignUp } from './sign-up/confirm-sign-up.ts';
import { resendConfirmationCode } from './sign-up/resend-confirmation-code.ts';
import { signUp } from './sign-up/sign-up.ts';

/** The operations by which people look after their own account. */
export const peopleOperations: readonly Operation[] = [
  signUp,
  confirmSignUp,
  resendConfirmationCode,
  forgotPassword,
  confirmForgotPassword,
  changePassword,
  getOwnUser,
  updateUserAttributes,
  deleteUserAttributes,
  getUserAttributeVerificationCode,
  verifyUserAttribute,
  deleteOwnUser,
];
