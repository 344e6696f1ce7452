import { type UserStatus, userStatuses } from '../cognito/types.ts';
import type { Facets, FacetValue } from '../directory/query.ts';
import { writeSearch } from '../directory/search/write-search.ts';
import { type MfaState, mfaStates, type SearchTerm } from '../directory/search-language.ts';
import { statusBadge } from '../directory/status.ts';
import type { SummaryOf } from './read-list.ts';

/** A menu over the list: one link for each value, which adds it to the search or takes it away. */
export type FacetMenu = {
  readonly label: string;
  /** The value that the list is narrowed to; empty when it is not. */
  readonly chosen: string;
  readonly values: readonly {
    readonly label: string;
    /** "1,204"; empty when it is not known. */
    readonly count: string;
    readonly isChosen: boolean;
    readonly href: string;
  }[];
  /** Something to know about these numbers; empty when there is nothing. */
  readonly note: string;
};

type Facet = {
  readonly name: keyof Facets;
  readonly label: string;
  labelOf(value: string): string;
  /** The value that a term chooses; undefined when the term is about something else. */
  valueOf(term: SearchTerm): string | undefined;
  termOf(value: string): SearchTerm | undefined;
  /** Values that can be offered without being counted. */
  readonly values: readonly string[];
};

const mfaLabels: ReadonlyMap<string, string> = new Map<MfaState, string>([
  ['on', 'On'],
  ['off', 'Off'],
  ['unknown', 'Not known'],
]);
const number = new Intl.NumberFormat('en');
const yesAndNo = ['yes', 'no'] as const;
const isExcluded = false;

const facets: readonly Facet[] = [
  {
    name: 'status',
    label: 'Status',
    labelOf: (value) => {
      const status = statusNamed(value);
      return status ? statusBadge(status).label : value;
    },
    valueOf: (term) => (term.kind === 'status' ? term.status : undefined),
    termOf(value) {
      const status = statusNamed(value);
      return status && { kind: 'status', status, isExcluded };
    },
    values: userStatuses.filter((status) => status !== 'ARCHIVED' && status !== 'UNKNOWN'),
  },
  {
    name: 'enabled',
    label: 'Sign-in',
    labelOf: (value) => (value === 'yes' ? 'Enabled' : 'Disabled'),
    valueOf: (term) => (term.kind === 'enabled' ? word(term.isEnabled) : undefined),
    termOf: (value) => ({ kind: 'enabled', isEnabled: value === 'yes', isExcluded }),
    values: yesAndNo,
  },
  {
    name: 'verified',
    label: 'Contact',
    labelOf: (value) => (value === 'yes' ? 'Verified' : 'Not verified'),
    valueOf(term) {
      if (term.kind !== 'verified') return undefined;
      return word(term.contact !== 'none');
    },
    termOf: (value) => ({
      kind: 'verified',
      contact: value === 'yes' ? 'any' : 'none',
      isExcluded,
    }),
    values: yesAndNo,
  },
  {
    name: 'mfa',
    label: 'MFA',
    labelOf: (value) => mfaLabels.get(value) ?? value,
    valueOf: (term) => (term.kind === 'mfa' ? term.state : undefined),
    termOf(value) {
      const state = mfaStates.find((known) => known === value);
      return state && { kind: 'mfa', state, isExcluded };
    },
    values: mfaStates,
  },
  {
    name: 'group',
    label: 'Group',
    labelOf: (value) => value,
    valueOf: (term) => (term.kind === 'group' ? term.name : undefined),
    termOf: (name) => ({ kind: 'group', name, isExcluded }),
    values: [],
  },
];

/**
 * The menus for a search. A facet that the search has chosen from offers its other values with
 * the counts they would have in its place.
 *
 * @param summaryOf counts other searches
 * @param counted facets of this very search; undefined when too many match to be counted
 * @param notes by the facet that they are about
 * @param hrefOf the list's address for a search
 */
export function facetMenus(
  summaryOf: SummaryOf,
  terms: readonly SearchTerm[],
  counted: Facets | undefined,
  notes: Partial<Record<keyof Facets, string>>,
  hrefOf: (search: string) => string,
): Promise<FacetMenu[]> {
  const menuOf = async (facet: Facet): Promise<FacetMenu> => {
    const chosenTerm = terms.find((term) => !term.isExcluded && facet.valueOf(term) !== undefined);
    const chosen = chosenTerm && facet.valueOf(chosenTerm);
    const others = terms.filter((term) => term !== chosenTerm);
    const values = await valuesOf(summaryOf, facet, others, chosenTerm ? undefined : counted);
    const all =
      chosen === undefined || values.some(({ value }) => value === chosen)
        ? values
        : [{ value: chosen, count: 0 }, ...values];
    return {
      label: facet.label,
      chosen: chosen === undefined ? '' : facet.labelOf(chosen),
      values: all.map(({ value, count }) => {
        const isChosen = value === chosen;
        const term = facet.termOf(value);
        return {
          label: facet.labelOf(value),
          count: count === undefined ? '' : number.format(count),
          isChosen,
          href: hrefOf(writeSearch(isChosen || !term ? others : [...others, term])),
        };
      }),
      note: notes[facet.name] ?? '',
    };
  };
  return Promise.all(facets.map(menuOf));
}

type Offered = { readonly value: string; readonly count: number | undefined };

async function valuesOf(
  summaryOf: SummaryOf,
  facet: Facet,
  others: readonly SearchTerm[],
  counted: Facets | undefined,
): Promise<readonly Offered[]> {
  const found: readonly FacetValue[] | undefined = (counted ?? (await summaryOf(others))?.facets)?.[
    facet.name
  ];
  if (found !== undefined) return found;
  if (facet.values.length > 0) return facet.values.map(uncounted);
  // Everybody's facets are always known.
  const everybody = await summaryOf([]);
  return (everybody?.facets?.[facet.name] ?? []).map(({ value }) => uncounted(value));
}

function uncounted(value: string): Offered {
  return { value, count: undefined };
}

function statusNamed(value: string): UserStatus | undefined {
  return userStatuses.find((status) => status === value);
}

function word(isTrue: boolean): string {
  return isTrue ? 'yes' : 'no';
}
