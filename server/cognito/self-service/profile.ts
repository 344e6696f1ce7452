import {
  type CodeDeliveryDetailsType,
  DeleteUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Send } from '../client.ts';
import { attributeRecord, toAttributeList } from '../map.ts';
import type { CodeDelivery, SelfServiceGateway } from '../self-service.ts';
import { mfaFactors } from '../users/access-types.ts';
import { toAttributeError } from './attribute-errors.ts';
import { codeRules, contactCodeRules, translate } from './errors.ts';

type ProfileOperations = Pick<
  SelfServiceGateway,
  'user' | 'changeAttributes' | 'sendContactCode' | 'verifyContact'
>;

/** The part of self-service that is about attributes. */
export function profileOperations(send: Send): ProfileOperations {
  return {
    async user(AccessToken) {
      const user = await translate(send(new GetUserCommand({ AccessToken })));
      return {
        username: user.Username ?? '',
        attributes: attributeRecord(user.UserAttributes),
        enabled: mfaFactors.filter((factor) => user.UserMFASettingList?.includes(factor)),
        preferred: mfaFactors.find((factor) => factor === user.PreferredMfaSetting),
      };
    },

    async changeAttributes(AccessToken, changes) {
      const names = Object.keys(changes);
      const isRemoval = Object.values(changes).every((value) => value === null);
      try {
        if (isRemoval) {
          await send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: names }));
          return [];
        }
        // An empty value removes an attribute, so that all of it is one change (API reference).
        const values = Object.entries(changes).map(([name, value]) => [name, value ?? '']);
        const UserAttributes = toAttributeList(Object.fromEntries(values));
        const { CodeDeliveryDetailsList } = await send(
          new UpdateUserAttributesCommand({ AccessToken, UserAttributes }),
        );
        return (CodeDeliveryDetailsList ?? []).map(toCodeDelivery);
      } catch (error) {
        throw toAttributeError(error, names);
      }
    },

    async sendContactCode(AccessToken, AttributeName) {
      const { CodeDeliveryDetails = {} } = await translate(
        send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName })),
        contactCodeRules,
      );
      return toCodeDelivery({ AttributeName, ...CodeDeliveryDetails });
    },

    async verifyContact(AccessToken, AttributeName, Code) {
      const verify = new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code });
      await translate(send(verify), codeRules);
    },
  };
}

/** What the service says of a code that it sent. */
export function toCodeDelivery(details: CodeDeliveryDetailsType): CodeDelivery {
  return {
    destination: details.Destination ?? '',
    medium: details.DeliveryMedium === 'SMS' ? 'sms' : 'email',
    attribute: details.AttributeName ?? '',
  };
}
