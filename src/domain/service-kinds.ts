/** The kinds of service that may be involved with a child. Closed: a new one is a change to the program. */
export type ServiceKind = keyof typeof serviceKinds;

type Described = {
  readonly name: string;
  /** Others see only that a sensitive service is involved (2007 Regulations; product.md section 5). */
  readonly sensitive: boolean;
};

const open = (name: string): Described => ({ name, sensitive: false });
const sensitive = (name: string): Described => ({ name, sensitive: true });

export const serviceKinds = {
  school: open('School'),
  'general practice': open('General practice'),
  'health visiting': open('Health visiting'),
  'school nursing': open('School nursing'),
  midwifery: open('Midwifery'),
  'community paediatrics': open('Community paediatrics'),
  'speech and language therapy': open('Speech and language therapy'),
  'hospital care': open('Hospital care'),
  'social care': open("Children's social care"),
  fostering: open('Fostering'),
  'leaving care': open('Leaving care'),
  'early help': open('Early help'),
  'education welfare': open('Education welfare'),
  'special educational needs': open('Special educational needs'),
  'educational psychology': open('Educational psychology'),
  'virtual school': open('Virtual school'),
  'disability service': open('Disability service'),
  'young carers': open('Young carers'),
  'youth work': open('Youth work'),
  'youth justice': open('Youth justice'),
  probation: open('Probation'),
  'contact relay': open('Contact relay'),
  police: open('Police'),
  'fire service youth work': open('Fire service youth work'),
  'voluntary family support': open('Voluntary family support'),
  'mental health': sensitive('Mental health'),
  'sexual health': sensitive('Sexual health'),
  'substance misuse': sensitive('Substance misuse'),
  refuge: sensitive('Refuge'),
  'domestic abuse': sensitive('Domestic abuse'),
  'sexual assault centre': sensitive('Sexual assault centre'),
} as const satisfies Readonly<Record<string, Described>>;

export function isServiceKind(word: string): word is ServiceKind {
  return Object.hasOwn(serviceKinds, word);
}

/** The kinds that others are not told have joined a child: sensitive ones nobody, youth justice no school and no practice. */
export function untoldKinds(toSchoolOrPractice: boolean): readonly ServiceKind[] {
  const kinds = Object.keys(serviceKinds).filter((word) => isServiceKind(word));
  return kinds.filter(
    (kind) => serviceKinds[kind].sensitive || (toSchoolOrPractice && kind === 'youth justice'),
  );
}
