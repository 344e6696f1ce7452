import { actions } from '../actions/registry.ts';
import { invalidInput } from '../errors.ts';
import { isAllowed, type Role, roles } from '../operators/permissions.ts';
import { type KeyContent, keyDays, namePattern, overlapHours } from './api-key.ts';
import { isNetwork, mostNetworks, splitNetworks } from './networks.ts';

/** A form as it was posted. */
export type Sent = Readonly<Record<string, unknown>>;

export const nameProblem =
  'Use 1 to 64 small letters, digits and hyphens, beginning with a letter or digit.';
const fewDays = `Give a whole number of days, from 1 to ${keyDays.most}.`;

/**
 * What a new key is made with.
 *
 * @param aliases of the pools there are
 * @throws PoolkeeperError `invalid_input` (422) with a message for each wrong field
 */
export function readKeyForm(
  sent: Sent,
  aliases: readonly string[],
): { readonly content: KeyContent; readonly days: number } {
  const problems: Record<string, string> = {};
  const name = textOf(sent, 'name').trim();
  if (!namePattern.test(name)) problems.name = nameProblem;
  const role = roles.find((one) => one === textOf(sent, 'role'));
  if (role === undefined) problems.role = 'Choose a role.';
  const days = wholeOf(sent, 'days', keyDays);
  if (days === undefined) problems.days = fewDays;
  const networks = readNetworks(textOf(sent, 'networks'), problems);
  const pools = readPools(sent, aliases, problems);
  const verbs = readVerbs(sent, role ?? 'auditor', problems);
  if (Object.keys(problems).length > 0 || role === undefined || days === undefined) {
    throw invalidInput(problems);
  }
  return { content: { name, role, pools, verbs, networks }, days };
}

/** @throws PoolkeeperError `invalid_input` (422) with a message for each wrong field */
export function readRotation(sent: Sent): { readonly days: number; readonly overlapHours: number } {
  const problems: Record<string, string> = {};
  const days = wholeOf(sent, 'days', keyDays);
  if (days === undefined) problems.days = fewDays;
  const hours = wholeOf(sent, 'overlapHours', overlapHours, 0);
  if (hours === undefined) {
    problems.overlapHours = `Give a whole number of hours, from 0 to ${overlapHours.most}.`;
  }
  if (days === undefined || hours === undefined) throw invalidInput(problems);
  return { days, overlapHours: hours };
}

function readNetworks(text: string, problems: Record<string, string>): KeyContent['networks'] {
  const networks = splitNetworks(text);
  const wrong = networks.find((network) => !isNetwork(network));
  if (wrong !== undefined) {
    problems.networks = `“${wrong.slice(0, 60)}” is no address and no network. Write one a line, such as 192.0.2.7 or 10.0.0.0/8.`;
  } else if (networks.length > mostNetworks) {
    problems.networks = `At most ${mostNetworks} addresses and networks.`;
  }
  return networks.length === 0 ? undefined : networks;
}

function readPools(
  sent: Sent,
  aliases: readonly string[],
  problems: Record<string, string>,
): KeyContent['pools'] {
  const ticked = listOf(sent, 'pool').filter((alias) => aliases.includes(alias));
  if (textOf(sent, 'pools') === 'some') {
    if (ticked.length === 0) problems.pools = 'Tick at least one pool, or choose all pools.';
    return ticked;
  }
  if (ticked.length > 0) problems.pools = 'Pools are ticked, but all pools are chosen. Choose one.';
  return undefined;
}

function readVerbs(sent: Sent, role: Role, problems: Record<string, string>): KeyContent['verbs'] {
  const scope = textOf(sent, 'actions');
  const ticked = listOf(sent, 'verb');
  if (scope !== 'some') {
    if (ticked.length > 0) {
      problems.actions = 'Actions are ticked, but other actions are chosen. Choose one.';
    }
    return scope === 'none' ? [] : undefined;
  }
  const known = actions.filter(({ id }) => ticked.includes(id));
  if (known.length === 0) problems.actions = 'Tick at least one action.';
  const foreign = known.filter(({ permission }) => !isAllowed(role, permission));
  if (foreign.length > 0) {
    const titles = foreign.map(({ title }) => title).join(', ');
    problems.actions = `This role does not include: ${titles}.`;
  }
  return known.map(({ id }) => id);
}

/** A field as text; empty when it was not sent, or more than once. */
export function textOf(sent: Sent, name: string): string {
  const value = sent[name];
  return typeof value === 'string' ? value : '';
}

/** Every value that was sent under this name. */
export function listOf(sent: Sent, name: string): readonly string[] {
  return [sent[name]].flat().filter((value) => typeof value === 'string');
}

function wholeOf(
  sent: Sent,
  name: string,
  { usual, most }: { readonly usual: number; readonly most: number },
  least = 1,
): number | undefined {
  const text = textOf(sent, name).trim();
  if (text === '') return usual;
  const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
