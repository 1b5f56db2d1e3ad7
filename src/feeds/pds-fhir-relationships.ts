import type { Relationship } from '../domain/relationships.ts';
import type { FhirCoding } from './pds-fhir-shapes.ts';

// HL7 v3 RoleCode, and UK Core's additional roles, by what they are in our closed list.
const codes: readonly (readonly [Relationship, string])[] = [
  ['mother', 'MTH NMTH NMTHF GESTM'],
  ['father', 'FTH NFTH NFTHF'],
  ['parent', 'PRN NPRN PARENT'],
  ['step-parent', 'STPMTH STPFTH STPPRN'],
  ['adoptive parent', 'ADOPTM ADOPTF ADOPTP'],
  ['grandparent', 'GRPRN GRMTH GRFTH MGRPRN MGRMTH MGRFTH PGRPRN PGRMTH PGRFTH GGRPRN GGRMTH GGRFTH'],
  ['aunt or uncle', 'AUNT MAUNT PAUNT UNCLE MUNCLE PUNCLE'],
  [
    'sibling',
    'SIB BRO SIS HSIB HBRO HSIS NSIB NBRO NSIS STPSIB STPBRO STPSIS TWIN TWINBRO TWINSIS FTWIN ITWIN',
  ],
  ['guardian', 'GUARD GUARDIAN'],
  ['foster carer', 'PRNFOST MTHFOST FTHFOST'],
];

const relationshipOf: ReadonlyMap<string, Relationship> = new Map(
  codes.flatMap(([relationship, all]) => all.split(' ').map((code) => [code, relationship] as const)),
);

/** What a carer is to the child, by the first code that says so; otherwise another carer. */
export function readRelationship(codings: readonly FhirCoding[]): Relationship {
  for (const { code } of codings) {
    const relationship = relationshipOf.get(code?.toUpperCase() ?? '');
    if (relationship !== undefined) return relationship;
  }
  return 'other carer';
}
