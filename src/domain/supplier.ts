import type { Day } from './calendar.ts';
import type { FeedFormat } from './feed-formats.ts';
import type { OrganisationKind } from './organisation-kinds.ts';
import type { FeedItem, SourceChild } from './source-row.ts';
import type { SupplierCode } from './standing.ts';

/** Who sends files, and on what terms. */
export type Supplier = {
  readonly supplierId: number;
  /** How a command or an address names it. */
  readonly code: string;
  readonly name: string;
  /** Whose word its word is, where several speak of the same field. */
  readonly standing: SupplierCode;
  readonly terms: SupplierTerms;
  /** Who answers for it. Without one only a command may bring its files. */
  readonly organisation: SendingOrganisation | null;
};

export type SendingOrganisation = {
  readonly organisationId: number;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly registerCode: string | null;
  readonly accreditedUntil: Day | null;
};

/** What a supplier may send, and when its files are stopped. */
export type SupplierTerms = {
  readonly formats: readonly FeedFormat[];
  readonly fields: readonly SupplierField[];
  /** The share of a file's rows that may be refused. */
  readonly faultsAtMost: number;
  /** The share of a file's children who must be here already. */
  readonly knownAtLeast: number;
  /** A file comes at least so often; null: as it happens. */
  readonly everyDays: number | null;
};

// Without these there is no child to speak of: every supplier may say them.
type Always = 'supplierKey' | 'givenNames' | 'familyName' | 'dateOfBirth' | 'gender' | 'restricted';

/** What a supplier's terms may let it say beyond who the child is. */
// A place at a school is said as a school place, and allowed under the school that it leads to.
export type SupplierField = Exclude<keyof SourceChild, Always | 'schoolPlace'> | 'carers' | 'involvements';

/** Each field in words. */
export const supplierFields: Readonly<Record<SupplierField, string>> = {
  preferredName: 'Preferred name',
  formerNames: 'Former names',
  nhsNumber: 'NHS number',
  upn: 'UPN',
  schoolUrn: 'School',
  practiceCode: 'GP practice',
  address: 'Address',
  diedOn: 'Death',
  carers: 'Parents and carers',
  involvements: 'Services involved',
};

export const supplierFieldWords: readonly SupplierField[] = Object.keys(supplierFields).filter((word) =>
  isSupplierField(word),
);

export function isSupplierField(word: string): word is SupplierField {
  return Object.hasOwn(supplierFields, word);
}

// Ours: one row in twenty refused is beyond honest typing, and a supplier whose children are mostly unknown has sent
// something else. The NHS tells of new children first, a school of those whom the NHS has told of.
const faultsAtMost = 0.05;

/** The terms of a supplier that has agreed none of its own, by its standing. */
export const usualTerms: Readonly<Record<SupplierCode, SupplierTerms>> = {
  'nhs-pds': {
    formats: ['pds-fhir'],
    fields: ['formerNames', 'nhsNumber', 'practiceCode', 'address', 'diedOn', 'preferredName', 'carers'],
    faultsAtMost,
    knownAtLeast: 0,
    everyDays: null,
  },
  'school-census': {
    formats: ['school-census', 'ctf', 'school-csv'],
    fields: ['preferredName', 'formerNames', 'nhsNumber', 'upn', 'schoolUrn', 'address', 'carers'],
    faultsAtMost,
    knownAtLeast: 0.5,
    everyDays: 130, // the census is taken three times a year
  },
  council: {
    formats: ['cin-census', 'case-csv'],
    fields: [
      'preferredName',
      'formerNames',
      'nhsNumber',
      'upn',
      'schoolUrn',
      'address',
      'carers',
      'involvements',
    ],
    faultsAtMost,
    knownAtLeast: 0.5,
    everyDays: null,
  },
  'record-keeper': { formats: [], fields: [], faultsAtMost: 0, knownAtLeast: 0, everyDays: null },
};

/** An item with only what the terms allow, and the names of what was taken out; undefined where nothing of it may come. */
export function keepAllowed(item: SaidItem, allowed: ReadonlySet<SupplierField>): Kept {
  if (item.kind === 'child') return keepAllowedOfChild(item, allowed);
  const field = item.kind === 'carer' ? 'carers' : 'involvements';
  if (allowed.has(field)) return { item, dropped: item.dropped };
  return { item: undefined, dropped: [...item.dropped, field] };
}

/** What a file says of somebody. */
export type SaidItem = Extract<FeedItem, { readonly kind: 'child' | 'carer' | 'involvement' }>;

type Kept = { readonly item: SaidItem | undefined; readonly dropped: readonly string[] };

type ChildField = Exclude<SupplierField, 'carers' | 'involvements'>;

const childFields = supplierFieldWords.filter(
  (word): word is ChildField => word !== 'carers' && word !== 'involvements',
);

function keepAllowedOfChild(
  item: Extract<SaidItem, { readonly kind: 'child' }>,
  allowed: ReadonlySet<SupplierField>,
): Kept {
  const says = (field: ChildField): boolean =>
    item.child[field] !== undefined || (field === 'schoolUrn' && item.child.schoolPlace !== undefined);
  const beyond = childFields.filter((field) => says(field) && !allowed.has(field));
  if (beyond.length === 0) return { item, dropped: item.dropped };
  const child: { -readonly [Field in keyof SourceChild]: SourceChild[Field] } = { ...item.child };
  for (const field of beyond) delete child[field];
  if (!allowed.has('schoolUrn')) delete child.schoolPlace;
  return { item: { ...item, child }, dropped: [...item.dropped, ...beyond] };
}
