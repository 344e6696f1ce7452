import type { UserTarget } from '../../actions/target.ts';
import { mfaFactorNames } from '../../actions/user/mfa/set-mfa.ts';
import { identitiesOf, identityLabel } from '../../actions/user/providers/identities.ts';
import type { PoolGateway } from '../../cognito/gateway.ts';
import { mfaFactors } from '../../cognito/users/access-types.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import type { ActionLink } from '../../web/rendering/page.ts';
import type { SectionCell, SectionContent } from './views.ts';
import { factorsText, verdictText, wordFor } from './words.ts';

/** What a section is made from. */
export type SectionRequest = {
  readonly gateway: PoolGateway;
  readonly target: UserTarget;
  readonly now: Date;
  /** Token of a later page; undefined on the first. */
  readonly cursor: string | undefined;
  /** A link to an action on this user, when the reader may perform it. */
  readonly link: (id: string, values?: Readonly<Record<string, string>>) => ActionLink | undefined;
};

export type Section = {
  /** Last part of its address. */
  readonly id: string;
  readonly title: string;
  /** Why a pool may not have it, and where it is switched on. */
  readonly missing: string;
  readonly read: (
    request: SectionRequest,
  ) => Promise<SectionContent & { readonly nextCursor?: string | undefined }>;
};

const eventsOnAPage = 20;

/** In characters; what is longer may be broken within a word. */
const longestWhole = 40;

const secondFactors: Section = {
  id: 'second-factors',
  title: 'Second factors',
  missing: 'This pool does not tell which factors a user signs in with.',
  async read({ gateway, target, link }) {
    const { enabled, preferred, firstFactors } = await gateway.authFactors(target.name);
    const first = [...new Set(firstFactors.map(wordFor))].join(', ');
    return {
      note: [
        first && `Signs in first with: ${first}.`,
        enabled.length === 0 && 'No second factor is switched on.',
      ]
        .filter(Boolean)
        .join(' '),
      columns: ['Factor', 'State'],
      rows: mfaFactors
        .filter((factor) => enabled.includes(factor))
        .map((factor) => ({
          cells: [
            cell(mfaFactorNames[factor]),
            cell(factor === preferred ? 'On, asked for first' : 'On'),
          ],
          action: undefined,
        })),
      actions: [link('user.reset-mfa'), link('user.set-mfa')].filter((one) => one !== undefined),
    };
  },
};

const sessions: Section = {
  id: 'sessions',
  title: 'Sessions',
  missing:
    'This pool does not track sessions. It needs the Essentials or Plus plan and is switched on in the settings of the pool; signing out everywhere works without it.',
  async read({ gateway, target, now, link }) {
    const found = await gateway.sessionsOfUser(target.name);
    return {
      note: found.length === 0 ? 'Signed in nowhere.' : '',
      columns: ['Kind', 'Device', 'Address', 'Begun', 'Last active'],
      rows: found.map((session) => ({
        cells: [
          cell(session.kind === 'browser' ? 'Managed login' : 'Tokens'),
          cell(session.device),
          cell(session.address),
          moment(session.createdAt, now),
          moment(session.activeAt, now),
        ],
        action: link('user.end-session', { session: session.id }),
      })),
      actions: [link('user.sign-out')].filter((one) => one !== undefined),
    };
  },
};

const devices: Section = {
  id: 'devices',
  title: 'Devices',
  missing:
    'This pool does not remember devices. It is switched on in the sign-in settings of the pool.',
  async read({ gateway, target, now, link }) {
    const found = await gateway.devicesOfUser(target.name);
    return {
      note: found.length === 0 ? 'No device is known.' : '',
      columns: ['Device', 'Second factor', 'Address', 'Known since', 'Last used'],
      rows: found.map((device) => ({
        cells: [
          cell(device.name || device.key),
          cell(device.isRemembered ? 'Stands in for it' : 'Asked for all the same'),
          cell(device.address),
          moment(device.createdAt, now),
          moment(device.usedAt, now),
        ],
        action: link('user.forget-device', { device: device.key }),
      })),
      actions: [],
    };
  },
};

const signIns: Section = {
  id: 'sign-ins',
  title: 'Sign-ins',
  missing:
    'This pool keeps no history of sign-ins. It needs threat protection, which is part of the Plus plan.',
  async read({ gateway, target, now, cursor, link }) {
    const { items, nextToken } = await gateway.authEvents(target.name, {
      limit: eventsOnAPage,
      token: cursor,
    });
    return {
      note: items.length === 0 ? 'Nothing was seen of this user yet.' : '',
      columns: ['When', 'What', 'Outcome', 'Risk', 'Factors', 'Address', 'Device', 'Whose'],
      rows: items.map((event) => ({
        cells: [
          moment(event.at, now),
          cell(wordFor(event.kind)),
          cell(wordFor(event.response)),
          cell(wordFor(event.risk)),
          cell(factorsText(event.challenges)),
          cell(event.address),
          cell(event.device),
          cell(verdictText(event.verdict)),
        ],
        action: link('user.judge-sign-in', {
          event: event.id,
          ...(event.verdict && { whose: event.verdict }),
        }),
      })),
      actions: [],
      nextCursor: nextToken,
    };
  },
};

const identities: Section = {
  id: 'identities',
  title: 'Linked identities',
  missing: 'This pool knows no other identity providers.',
  async read({ target, link }) {
    const found = identitiesOf(target.user);
    return {
      note: found.length === 0 ? 'No identity of another provider signs in as this user.' : '',
      columns: ['Provider', 'Who the person is there'],
      rows: found.map((identity) => ({
        cells: [cell(identity.provider), cell(identity.subject)],
        action: link('user.unlink-provider', { identity: identityLabel(identity) }),
      })),
      actions: [link('user.link-provider')].filter((one) => one !== undefined),
    };
  },
};

/** In the order of the page. */
export const sections: readonly Section[] = [secondFactors, sessions, devices, signIns, identities];

function cell(text: string): SectionCell {
  return { text, moment: undefined, isLong: text.length > longestWhole };
}

function moment(date: Date | undefined, now: Date): SectionCell {
  return { text: '', moment: date && momentOf(date, now), isLong: false };
}
