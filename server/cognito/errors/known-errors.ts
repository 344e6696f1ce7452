import type { ErrorDescription } from '../errors.ts';

const accessDenied: ErrorDescription = {
  code: 'pool_access_denied',
  status: 502,
  publicMessage:
    "The console's own AWS credentials do not allow this. Ask whoever runs the console to check its IAM policy and credentials; nothing was changed.",
};

const throttled: ErrorDescription = {
  code: 'pool_busy',
  status: 503,
  publicMessage:
    'The user pool receives more requests than it accepts at the moment. Nothing was changed; try again in a few seconds.',
  retryAfter: 5,
};

const notEnabled: ErrorDescription = {
  code: 'not_enabled_in_pool',
  status: 409,
  publicMessage:
    'This feature is not switched on in the user pool, or its plan does not include it. It can be changed in the settings of the pool in AWS.',
};

const triggerFailed: ErrorDescription = {
  code: 'pool_trigger_failed',
  status: 502,
  publicMessage:
    'A Lambda trigger of the user pool failed, so the pool did not finish this. Ask whoever looks after the trigger to check its log.',
};

const messagingMisconfigured: ErrorDescription = {
  code: 'pool_messaging_misconfigured',
  status: 502,
  publicMessage:
    'The user pool could not send its message because its e-mail or SMS settings are not complete. They can be mended in the settings of the pool in AWS.',
};

const internal: ErrorDescription = {
  code: 'pool_error',
  status: 502,
  publicMessage:
    'The user pool failed while it did this. Look at the user to see whether anything changed, then try again.',
};

const changedMeanwhile: ErrorDescription = {
  code: 'changed_meanwhile',
  status: 409,
  publicMessage:
    'Something else changed this at the same moment. Load the page again and repeat what is still needed.',
};

/** By the SDK's error name. Where the message tells more, refine.ts goes first. */
export const knownErrors: ReadonlyMap<string, ErrorDescription> = new Map<string, ErrorDescription>(
  Object.entries({
    UserNotFoundException: {
      code: 'user_not_found',
      status: 404,
      publicMessage:
        'The pool has no such user. They may have been deleted or renamed meanwhile; search for them again.',
    },
    ResourceNotFoundException: {
      code: 'not_found_in_pool',
      status: 404,
      publicMessage:
        'The pool does not have what this needs. It may have been deleted meanwhile; load the page again.',
    },
    UsernameExistsException: {
      code: 'username_exists',
      status: 409,
      publicMessage:
        'A user with this username exists already. Choose another one, or open the existing user.',
      fields: { username: 'A user with this username exists already.' },
    },
    AliasExistsException: {
      code: 'alias_exists',
      status: 409,
      publicMessage:
        'Another user of this pool has the same email address, phone number or preferred username to sign in with. Change it there first, or use another one here.',
    },
    GroupExistsException: {
      code: 'group_exists',
      status: 409,
      publicMessage:
        'A group with this name exists already. Choose another name, or edit that one.',
      fields: { name: 'A group with this name exists already.' },
    },
    InvalidParameterException: {
      code: 'invalid_parameter',
      status: 422,
      publicMessage: 'The user pool does not accept one of the values. Check them and try again.',
    },
    InvalidPasswordException: {
      code: 'invalid_password',
      status: 422,
      publicMessage: "The password does not meet the pool's policy. Choose a stronger one.",
    },
    PasswordHistoryPolicyViolationException: {
      code: 'password_used_before',
      status: 422,
      publicMessage:
        'This password was used before, and the pool does not allow that. Choose another one.',
    },
    NotAuthorizedException: {
      code: 'refused_by_pool',
      status: 409,
      publicMessage:
        "The user pool refuses this in the user's present state. Load the user again to see their status and what can be done.",
    },
    UnsupportedUserStateException: {
      code: 'wrong_user_status',
      status: 409,
      publicMessage:
        'This cannot be done with a user of this status. Load the user again to see what can be done.',
    },
    UserNotConfirmedException: {
      code: 'user_not_confirmed',
      status: 409,
      publicMessage: 'The user has not confirmed their sign-up. Confirm them first.',
    },
    PasswordResetRequiredException: {
      code: 'password_reset_required',
      status: 409,
      publicMessage: 'The user must set a new password with a code before they can sign in.',
    },
    CodeMismatchException: {
      code: 'code_mismatch',
      status: 422,
      publicMessage: 'This is not the code that was sent. Check it, or ask for a new one.',
    },
    ExpiredCodeException: {
      code: 'code_expired',
      status: 422,
      publicMessage: 'The code has expired. Ask for a new one.',
    },
    CodeDeliveryFailureException: {
      code: 'code_delivery_failed',
      status: 502,
      publicMessage:
        "The user pool could not deliver the message. Check the user's e-mail address or phone number, and the pool's e-mail and SMS settings.",
    },
    LimitExceededException: {
      code: 'pool_limit_exceeded',
      status: 429,
      publicMessage:
        'A limit of the user pool is reached for this. Nothing was changed; try again later, or ask AWS for a higher limit.',
      retryAfter: 300,
    },
    TooManyFailedAttemptsException: {
      code: 'too_many_attempts',
      status: 429,
      publicMessage: 'There were too many failed tries. Wait some minutes, then try again.',
      retryAfter: 300,
    },
    PreconditionNotMetException: {
      code: 'precondition_not_met',
      status: 409,
      publicMessage:
        'The user pool says that something else has to be done first. Load the page again to see the present state.',
    },
    UserLambdaValidationException: {
      code: 'refused_by_trigger',
      status: 409,
      publicMessage:
        "A Lambda trigger of the user pool refused this. Its own rules decide; the trigger's log says why.",
    },
    ForbiddenException: {
      code: 'blocked_by_firewall',
      status: 502,
      publicMessage:
        "The user pool's web application firewall (AWS WAF) blocked this request. Ask whoever looks after it to let the console through.",
    },
    UnknownOperationException: {
      code: 'not_supported_by_endpoint',
      status: 502,
      publicMessage: 'The endpoint that stands in for Cognito does not know this operation.',
    },
    TooManyRequestsException: throttled,
    ThrottlingException: throttled,
    Throttling: throttled,
    RequestLimitExceeded: throttled,
    ServiceQuotaExceededException: throttled,
    UnexpectedLambdaException: triggerFailed,
    InvalidLambdaResponseException: triggerFailed,
    InternalErrorException: internal,
    InternalServerException: internal,
    InternalFailure: internal,
    InvalidSmsRoleAccessPolicyException: messagingMisconfigured,
    InvalidSmsRoleTrustRelationshipException: messagingMisconfigured,
    InvalidEmailRoleAccessPolicyException: messagingMisconfigured,
    ConcurrentModificationException: changedMeanwhile,
    UserImportInProgressException: changedMeanwhile,
    OperationNotEnabledException: notEnabled,
    UserPoolAddOnNotEnabledException: notEnabled,
    FeatureUnavailableInTierException: notEnabled,
    InvalidUserPoolConfigurationException: notEnabled,
    UnsupportedOperationException: notEnabled,
    AccessDeniedException: accessDenied,
    UnrecognizedClientException: accessDenied,
    InvalidSignatureException: accessDenied,
    InvalidClientTokenId: accessDenied,
    IncompleteSignature: accessDenied,
    MissingAuthenticationTokenException: accessDenied,
    ExpiredTokenException: accessDenied,
    CredentialsProviderError: accessDenied,
  }),
);
