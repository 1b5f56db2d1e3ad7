/** The elements that are taken from a resource; what is taken under one, where that is only part of it. */
type Taken = { readonly [element: string]: Taken | 'whole' };

const period: Taken = { start: 'whole', end: 'whole' };
const name: Taken = { use: 'whole', period, family: 'whole', given: 'whole' };
const address: Taken = { use: 'whole', period, line: 'whole', city: 'whole', postalCode: 'whole' };
const contactPoint: Taken = { use: 'whole', period, system: 'whole', value: 'whole' };
const everyResource: Taken = { resourceType: 'whole', id: 'whole', meta: 'whole', active: 'whole' };

const taken = {
  Patient: {
    ...everyResource,
    identifier: 'whole',
    name,
    gender: 'whole',
    birthDate: 'whole',
    deceasedDateTime: 'whole',
    deceasedBoolean: 'whole',
    address,
    generalPractitioner: 'whole',
  },
  RelatedPerson: {
    ...everyResource,
    patient: 'whole',
    relationship: 'whole',
    name,
    telecom: contactPoint,
    address,
    period: 'whole',
  },
} as const satisfies Readonly<Record<string, Taken>>;

// The other elements that FHIR R4 gives these resources and their parts. Any other word in a message may be anybody's, so it
// is not repeated.
const known: ReadonlySet<string> = new Set(
  (
    'active address birthDate city communication contact contained country deceasedBoolean deceasedDateTime district ' +
    'extension gender generalPractitioner id identifier implicitRules language line link managingOrganization ' +
    'maritalStatus meta modifierExtension multipleBirthBoolean multipleBirthInteger name period photo postalCode ' +
    'prefix rank relationship state suffix telecom text type use'
  ).split(' '),
);

/** The names of the elements of a resource that are not kept, each once: Patient.telecom, Patient.name.prefix. */
export function droppedElements(resourceType: keyof typeof taken, resource: object): string[] {
  const dropped = new Set<string>();
  collect(resourceType, resource, taken[resourceType], dropped);
  return [...dropped];
}

function collect(path: string, value: unknown, here: Taken, dropped: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) collect(path, one, here, dropped);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [element, under] of Object.entries(value)) {
    const rule = Object.hasOwn(here, element) ? here[element] : undefined;
    if (rule === undefined) dropped.add(`${path}.${wordFor(element)}`);
    else if (rule !== 'whole') collect(`${path}.${element}`, under, rule, dropped);
  }
}

function wordFor(element: string): string {
  const plain = element.startsWith('_') ? element.slice(1) : element;
  return known.has(plain) ? element : '(an element that FHIR R4 has not here)';
}
