/**
 * Public classes, methods and helpers of pycognito 2024.5.1 (`__init__.py`, `aws_srp.py`, `utils.py`,
 * `exceptions.py`), without what only converts numbers and letter cases.
 */
export const pycognitoMethods: readonly string[] = [
  'Cognito()',
  ...[
    'user_pool_url get_keys get_key verify_tokens verify_token get_user_obj get_group_obj',
    'switch_session check_token set_base_attributes add_custom_attributes register',
    'admin_confirm_sign_up confirm_sign_up resend_confirmation_code admin_authenticate authenticate',
    'new_password_challenge logout admin_update_profile update_profile get_user get_users',
    'admin_get_user admin_create_user send_verification validate_verification renew_access_token',
    'initiate_forgot_password delete_user admin_delete_user admin_reset_password',
    'confirm_forgot_password change_password get_group get_groups admin_add_user_to_group',
    'admin_remove_user_from_group admin_list_groups_for_user admin_enable_user admin_disable_user',
    'admin_create_identity_provider admin_describe_identity_provider',
    'admin_update_identity_provider describe_user_pool_client admin_update_user_pool_client',
    'associate_software_token verify_software_token set_user_mfa_preference',
    'respond_to_software_token_mfa_challenge respond_to_sms_mfa_challenge',
  ].flatMap((line) => methodsOf('Cognito', line)),
  'UserObj()',
  ...methodsOf('UserObj', 'save delete'),
  'GroupObj()',
  'RequestsSrpAuth()',
  ...[
    'generate_random_small_a calculate_a get_password_authentication_key',
    'get_device_authentication_key get_auth_params get_secret_hash get_cognito_formatted_timestamp',
    'process_challenge process_device_challenge authenticate_user set_new_password_challenge',
    'confirm_device update_device_status forget_device',
  ].flatMap((line) => methodsOf('AWSSRP', line)),
  'cognito_to_dict',
  'dict_to_cognito',
  'WarrantException',
  'ForceChangePasswordException',
  'TokenVerificationException',
  'MFAChallengeException.get_tokens',
  'SoftwareTokenMFAChallengeException',
  'SMSMFAChallengeException',
];

/** The same of warrant 0.6.1 (`__init__.py`, `aws_srp.py`, `exceptions.py`). */
export const warrantMethods: readonly string[] = [
  'Cognito()',
  ...[
    'get_keys get_key verify_token get_user_obj get_group_obj switch_session check_token',
    'add_base_attributes add_custom_attributes register admin_confirm_sign_up confirm_sign_up',
    'admin_authenticate authenticate new_password_challenge logout admin_update_profile',
    'update_profile get_user get_users admin_get_user admin_create_user send_verification',
    'validate_verification renew_access_token initiate_forgot_password delete_user',
    'admin_delete_user confirm_forgot_password change_password get_group get_groups',
  ].flatMap((line) => methodsOf('Cognito', line)),
  'UserObj()',
  ...methodsOf('UserObj', 'save delete'),
  'GroupObj()',
  ...[
    'generate_random_small_a calculate_a get_password_authentication_key get_auth_params',
    'get_secret_hash process_challenge authenticate_user set_new_password_challenge',
  ].flatMap((line) => methodsOf('AWSSRP', line)),
  'cognito_to_dict',
  'dict_to_cognito',
  'WarrantException',
  'ForceChangePasswordException',
  'TokenVerificationException',
];

function methodsOf(name: string, line: string): string[] {
  return line.split(' ').map((method) => `${name}.${method}`);
}
