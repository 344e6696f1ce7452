import type { Dice } from '../dice.ts';
import type { NewUser } from '../users/store.ts';
import type { UserStatus } from '../users/user.ts';
import { type Country, countries, type NamePart } from './names.ts';

const day = 86_400_000;
const twoYears = 730 * day;

const domains = ['example.com', 'example.net', 'example.org', 'kepler.example', 'harbor.example'];
const tenants = ['acme', 'borealis', 'cobalt', 'delphi', 'everglade', 'fjord', 'granite', 'harbor'];
const plans = ['free', 'free', 'free', 'team', 'team', 'business', 'enterprise'];
const departments = ['Sales', 'Support', 'Engineering', 'Finance', 'Marketing', 'Operations'];

/** Share of each status among the demo users; the rest are confirmed. */
const statusShares: readonly (readonly [UserStatus, number])[] = [
  ['FORCE_CHANGE_PASSWORD', 0.08],
  ['UNCONFIRMED', 0.07],
  ['EXTERNAL_PROVIDER', 0.04],
  ['RESET_REQUIRED', 0.03],
  ['ARCHIVED', 0.004],
  ['COMPROMISED', 0.003],
  ['UNKNOWN', 0.002],
];

/** How often each name has been given, so that the next bearer gets a number. */
export type NameCounts = Map<string, number>;

/** What a demo user is made with beside chance. */
export interface DemoUserPlan {
  /** Position from 0, in the order of creation. */
  readonly index: number;
  /** How many there will be. */
  readonly total: number;
  readonly now: Date;
  /** How long a temporary password is good for, in milliseconds. */
  readonly temporaryPasswordLifetime: number;
  readonly nameCounts: NameCounts;
}

/** Makes the demo user of a position. The same dice and plan make the same user. */
export function makeDemoUser(dice: Dice, plan: DemoUserPlan): NewUser {
  const country = dice.pick(countries);
  const given = dice.pick(country.givenNames);
  const family = dice.pick(country.familyNames);
  const handle = nextHandle(plan.nameCounts, `${given.latin}.${family.latin}`);
  const status = pickStatus(dice);
  const isFederated = status === 'EXTERNAL_PROVIDER';
  const created = createdAt(dice, plan);
  const modified = modifiedAt(dice, plan, created, status);
  const federatedId = isFederated ? `1${`${plan.index}`.padStart(20, '0')}` : '';
  return {
    username: isFederated ? `google_${federatedId}` : handle,
    sub: dice.uuid(),
    status,
    isEnabled: !dice.happens(status === 'ARCHIVED' || status === 'COMPROMISED' ? 0.9 : 0.03),
    attributes: {
      ...(isFederated ? { identities: identities(federatedId, created) } : {}),
      ...contacts(dice, plan, country, handle, status),
      name: fullName(country, given, family),
      given_name: given.written,
      family_name: family.written,
      ...(dice.happens(0.1) ? { preferred_username: `${given.latin}-${plan.index}` } : {}),
      locale: country.locale,
      zoneinfo: country.timeZone,
      'custom:tenant': dice.pick(tenants),
      'custom:plan': dice.pick(plans),
      ...(dice.happens(0.6) ? { 'custom:department': dice.pick(departments) } : {}),
      ...(dice.happens(0.2) ? { 'custom:seats': `${1 + dice.below(250)}` } : {}),
    },
    ...(status === 'FORCE_CHANGE_PASSWORD'
      ? {
          temporaryPasswordExpires: new Date(modified.getTime() + plan.temporaryPasswordLifetime),
        }
      : {}),
    hasDemoPassword: !isFederated && status !== 'RESET_REQUIRED',
    created,
    modified,
  };
}

function nextHandle(counts: NameCounts, name: string): string {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count === 1 ? name : `${name}${count}`;
}

function pickStatus(dice: Dice): UserStatus {
  let chance = dice.next();
  for (const [status, share] of statusShares) {
    if (chance < share) return status;
    chance -= share;
  }
  return 'CONFIRMED';
}

function fullName(country: Country, given: NamePart, family: NamePart): string {
  return country.isFamilyFirst
    ? `${family.written}${given.written}`
    : `${given.written} ${family.written}`;
}

/** Users come in the order of their creation, over two years, ever more of them. */
function createdAt(dice: Dice, plan: DemoUserPlan): Date {
  const progress = Math.sqrt((plan.index + dice.next()) / plan.total);
  return new Date(Math.floor(plan.now.getTime() - twoYears * (1 - progress)));
}

function modifiedAt(dice: Dice, plan: DemoUserPlan, created: Date, status: UserStatus): Date {
  const age = plan.now.getTime() - created.getTime();
  const isUntouched = status === 'UNCONFIRMED' || dice.happens(0.4);
  return isUntouched ? created : new Date(created.getTime() + Math.floor(age * dice.next()));
}

/** E-mail and mostly a phone number; a few confirmed users have verified neither. */
function contacts(
  dice: Dice,
  plan: DemoUserPlan,
  country: Country,
  handle: string,
  status: UserStatus,
): Record<string, string> {
  const isVerified = status !== 'UNCONFIRMED' && !dice.happens(0.03);
  const hasPhone = dice.happens(0.6);
  const digits = `${(plan.index * 7919) % 10_000_000}`.padStart(7, '0');
  return {
    email: `${handle}@${dice.pick(domains)}`,
    email_verified: `${isVerified}`,
    ...(hasPhone
      ? {
          phone_number: `+${country.callingCode}555${digits}`,
          phone_number_verified: `${isVerified && dice.happens(0.7)}`,
        }
      : {}),
  };
}

function identities(userId: string, created: Date): string {
  return JSON.stringify([
    {
      userId,
      providerName: 'Google',
      providerType: 'Google',
      issuer: null,
      primary: true,
      dateCreated: created.getTime(),
    },
  ]);
}
