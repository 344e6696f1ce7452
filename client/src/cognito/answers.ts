/** Members of the answers of Cognito's operations, as far as they are used here. */
export type CognitoAnswer = {
  // InitiateAuth, RespondToAuthChallenge, GetTokensFromRefreshToken
  readonly AuthenticationResult?: AuthenticationResult;
  readonly ChallengeName?: string;
  readonly ChallengeParameters?: Readonly<Record<string, string>>;
  readonly AvailableChallenges?: readonly string[];
  readonly Session?: string;
  // AssociateSoftwareToken
  readonly SecretCode?: string;
  // SignUp
  readonly UserConfirmed?: boolean;
  readonly CodeDeliveryDetails?: CodeDeliveryDetails;
  // UpdateUserAttributes
  readonly CodeDeliveryDetailsList?: readonly CodeDeliveryDetails[];
  // GetUser
  readonly Username?: string;
  readonly UserAttributes?: readonly Attribute[];
  readonly UserMFASettingList?: readonly string[];
  readonly PreferredMfaSetting?: string;
  // ConfirmDevice, ListDevices
  readonly UserConfirmationNecessary?: boolean;
  readonly Devices?: readonly DeviceType[];
  readonly PaginationToken?: string;
  // Refusals
  readonly __type?: string;
  readonly message?: string;
};

export type AuthenticationResult = {
  readonly AccessToken?: string;
  readonly IdToken?: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn?: number;
  readonly NewDeviceMetadata?: { readonly DeviceKey?: string; readonly DeviceGroupKey?: string };
};

export type Attribute = { readonly Name: string; readonly Value?: string };

export type CodeDeliveryDetails = {
  readonly Destination?: string;
  readonly DeliveryMedium?: string;
  readonly AttributeName?: string;
};

/** Dates are seconds since 1970. */
export type DeviceType = {
  readonly DeviceKey?: string;
  readonly DeviceAttributes?: readonly Attribute[];
  readonly DeviceCreateDate?: number;
  readonly DeviceLastAuthenticatedDate?: number;
};
