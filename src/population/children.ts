import type { Family, Making } from './family.ts';
import { doubleBarrelled } from './names.ts';
import type { Adult, Caring, Child } from './people.ts';
import type { Sex } from './schools.ts';

const year = 365;

/** The children of a household, the eldest first. */
export function childrenOf(family: Family, carers: readonly Caring[]): readonly Child[] {
  const { making, births, kind, standing } = family;
  const surname = childrensSurname(family);
  const hasChanged = making.dice.happens(kind === 'step family' || kind === 'adoptive' ? 0.25 : 0.02);
  const formerSurname = hasChanged ? family.mother.surname : null;
  const children: Child[] = [];
  for (const [order, bornAgo] of births.entries())
    children.push(
      childOf(family, children, {
        place: standing.firstPlace + order,
        bornAgo,
        surname,
        formerSurname,
        carers,
      }),
    );
  return kind === 'young mother' ? withYoungMother(making, children, carers) : children;
}

function childrensSurname({ making, kind, father, mother }: Family): string {
  const { dice } = making;
  if (kind === 'adoptive') return father.surname;
  const roll = dice.unit();
  if (roll < 0.07) return doubleBarrelled(mother.surname, father.surname);
  return roll < 0.25 || kind === 'young mother' ? mother.surname : father.surname;
}

type Begun = {
  readonly place: number;
  readonly bornAgo: number;
  readonly surname: string;
  readonly formerSurname: string | null;
  readonly carers: readonly Caring[];
};

function childOf({ making, kind, father, mother }: Family, elders: readonly Child[], begun: Begun): Child {
  const { dice, names, almanac } = making;
  const isMother = kind === 'young mother' && elders.length === 0;
  const sex: Sex = !isMother && dice.happens(0.513) ? 'male' : 'female'; // 105 boys to 100 girls at birth
  const born = almanac.year(begun.bornAgo);
  const isUnnamed = begun.bornAgo < 42 && dice.happens(0.5); // births are registered within 42 days
  const familyName = names.born(isUnnamed ? mother.surname : begun.surname, sex);
  const former = begun.formerSurname === null ? null : names.born(begun.formerSurname, sex);
  let first = names.baby(dice, father.community, born, sex);
  for (
    let tries = 0;
    tries < 9 && elders.some(({ givenNames }) => givenNames.split(' ')[0] === first);
    tries += 1
  )
    first = names.baby(dice, father.community, born, sex);
  const middle = dice.happens(0.55) ? names.baby(dice, father.community, born, sex) : first;
  return {
    place: begun.place,
    bornAgo: begun.bornAgo,
    sex,
    gender: dice.happens(0.001) ? 'not specified' : sex,
    givenNames: isUnnamed ? 'Baby' : middle === first ? first : `${first} ${middle}`,
    preferredName:
      !isUnnamed && begun.bornAgo > 2 * year && dice.happens(0.1) ? names.familiar(dice, first) : null,
    familyName,
    formerFamilyName: former === familyName || begun.bornAgo < year ? null : former,
    carers: begun.carers,
  };
}

// The baby's mother is the elder child; the elder's mother is the baby's grandmother. One person, one person_id:
// hers is her own child_id, so that a shield on her is seen from both records.
function withYoungMother(
  { numbers }: Making,
  [mother, baby]: readonly Child[],
  carers: readonly Caring[],
): readonly Child[] {
  if (mother === undefined || baby === undefined) throw new Error('A young mother has a baby');
  const { place, givenNames, familyName, bornAgo } = mother;
  const adult: Adult = {
    personId: numbers.childId(place),
    givenNames,
    familyName,
    bornAgo,
    telephone: null,
    email: null,
  };
  const grandmother = carers.map((one): Caring => ({
    ...one,
    relationship: 'grandparent',
    responsibility: 'no',
  }));
  const caring: Caring = { adult, relationship: 'mother', responsibility: 'yes', lives: 'with the child' };
  return [mother, { ...baby, familyName, formerFamilyName: null, carers: [caring, ...grandmother] }];
}
