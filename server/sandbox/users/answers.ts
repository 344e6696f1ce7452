import { toEpochSeconds } from '../wire/time.ts';
import { attributeList, type User } from './user.ts';

/** Returns a user as UserType, with all attributes or those `wanted`. */
export function toUserType(user: User, wanted?: ReadonlySet<string>): object {
  const attributes = attributeList(user);
  return {
    Username: user.username,
    Attributes: wanted ? attributes.filter(({ Name }) => wanted.has(Name)) : attributes,
    UserCreateDate: toEpochSeconds(user.created),
    UserLastModifiedDate: toEpochSeconds(user.modified),
    Enabled: user.isEnabled,
    UserStatus: user.status,
  };
}
