import type { ParentalResponsibility, Relationship } from '../domain/relationships.ts';
import type { Family } from './family.ts';
import { mobileNumber } from './phones.ts';
import type { Adult, Caring, HouseholdKind } from './people.ts';
import type { Sex } from './schools.ts';
import { slug } from './slug.ts';

/** One carer before they have a name: the family name given is that of the household that they come from. */
type Part = {
  readonly sex: Sex;
  readonly surname: string;
  readonly relationship: Relationship;
  readonly responsibility: ParentalResponsibility;
  readonly lives?: Caring['lives'];
};

const year = 365;

/** Those who care for the children of a household. */
export function carersOf(family: Family): readonly Caring[] {
  const carers = partsOf[family.kind](castOf(family)).map((part, slot) => caringOf(family, part, slot));
  if (family.kind !== 'looked after') return carers;
  return [{ adult: null, relationship: 'council', responsibility: 'yes', lives: 'elsewhere' }, ...carers];
}

type Cast = {
  readonly mother: Part;
  readonly father: Part;
  readonly happens: (probability: number) => boolean;
  /** The family name of someone who comes from elsewhere. */
  readonly other: string;
};

function castOf({ making: { dice, names }, father: his, mother: hers }: Family): Cast {
  const knownToHave = dice.happens(0.9) ? 'yes' : 'not known';
  return {
    mother: { sex: 'female', surname: hers.surname, relationship: 'mother', responsibility: 'yes' },
    father: { sex: 'male', surname: his.surname, relationship: 'father', responsibility: knownToHave },
    happens: dice.happens,
    other: names.otherFamily(dice, his.community).surname,
  };
}

const partsOf: Readonly<Record<HouseholdKind, (cast: Cast) => readonly Part[]>> = {
  'two parents': twoParents,
  'lone parent': ({ mother, father, happens }) => [happens(0.88) ? mother : father],
  'two homes': ({ mother, father }) => [mother, { ...father, lives: 'second home' }],
  'step family': stepFamily,
  kinship,
  adoptive: ({ mother, father }) => [
    { ...mother, surname: father.surname, relationship: 'adoptive parent' },
    { ...father, relationship: 'adoptive parent', responsibility: 'yes' },
  ],
  'looked after': lookedAfter,
  'young mother': ({ mother }) => [mother],
  guardian: ({ mother, other }) => [{ ...mother, surname: other, relationship: 'guardian' }],
};

function twoParents({ mother, father, happens, other }: Cast): readonly Part[] {
  if (happens(0.985)) return [mother, father];
  const parent: Part = { ...mother, relationship: 'parent' };
  return [parent, { ...parent, surname: other }];
}

function stepFamily({ mother, father, happens, other }: Cast): readonly Part[] {
  const step: Part = { sex: 'male', surname: other, relationship: 'step-parent', responsibility: 'no' };
  return happens(0.5) ? [mother, step, { ...father, lives: 'second home' }] : [mother, step];
}

function kinship({ mother, happens }: Cast): readonly Part[] {
  if (happens(0.5)) return [{ ...mother, relationship: 'special guardian' }];
  if (happens(0.6)) return [{ ...mother, relationship: 'grandparent', responsibility: 'no' }];
  return [
    { ...mother, relationship: happens(0.5) ? 'aunt or uncle' : 'kinship carer', responsibility: 'no' },
  ];
}

function lookedAfter({ mother, happens, other }: Cast): readonly Part[] {
  const placed: Part = happens(0.85)
    ? { sex: 'female', surname: other, relationship: 'foster carer', responsibility: 'no' }
    : { sex: 'male', surname: other, relationship: 'residential worker', responsibility: 'no' };
  return happens(0.6) ? [placed, { ...mother, lives: 'elsewhere' }] : [placed];
}

function caringOf(family: Family, part: Part, slot: number): Caring {
  const { relationship, responsibility, lives = 'with the child' } = part;
  return { adult: adultOf(family, part, slot), relationship, responsibility, lives };
}

function adultOf({ making, standing, births, father }: Family, part: Part, slot: number): Adult {
  const { dice, names, numbers, almanac } = making;
  const isElder = part.relationship === 'grandparent' || part.relationship === 'special guardian';
  const years = 19 + dice.unit() * 9 + dice.unit() * 9 + (isElder ? 22 : 0);
  const bornAgo = (births[0] ?? 0) + Math.round(years * year);
  const givenNames = names.adult(dice, father.community, almanac.year(bornAgo), part.sex);
  const familyName = names.born(part.surname, part.sex);
  const number = dice.below(1000);
  return {
    personId: numbers.personId(standing.index * 16 + slot),
    givenNames,
    familyName,
    bornAgo,
    telephone: dice.happens(0.93) ? mobileNumber(number) : null,
    email: dice.happens(0.6) ? `${slug(givenNames)}.${slug(familyName)}${number}@post.example` : null,
  };
}
