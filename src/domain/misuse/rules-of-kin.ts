import type { Finding } from './finding.ts';
import { findEach, type Speaks } from './finding-events.ts';
import type { Child, Home, NameRarity, User, UserDay } from './usage.ts';
import { weights } from './weights.ts';

/** Finds who looked at themselves, their family, their neighbours, or the children of those they work beside. */
export function findKin(day: UserDay, rarity: NameRarity): readonly Finding[] {
  const { user, ties } = day;
  const tie = (child: Child) => ties.get(child.childId);
  return [
    ...findEach(day, 'own record', (child) => isOwnRecord(user, child, tie(child)?.isCarer === true)),
    ...findEach(
      day,
      'own address',
      (child) => livesWith(user, child) && 'looked at a child of the user’s own address',
    ),
    ...findEach(day, 'family', (child) => isFamily(user, child, tie(child)?.sharesCarer === true)),
    ...findEach(day, 'own name', ownName(user, rarity)),
    ...findEach(day, 'neighbour', (child) => neighbours(user, child)),
    ...findEach(
      day,
      'colleague’s child',
      (child) => tie(child)?.isColleagues === true && 'looked at the child of somebody in the user’s team',
    ),
  ];
}

function isOwnRecord(user: User, child: Child, isCarer: boolean): string | false {
  if (isCarer) return 'looked at the record of a child of their own';
  const isThemselves =
    child.bornOn === user.bornOn &&
    child.givenName === user.givenName &&
    child.familyName === user.familyName;
  return isThemselves && 'looked at their own record';
}

function livesWith({ home }: User, { homes }: Child): boolean {
  return home !== null && homes.some((one) => isSameHome(one, home));
}

function isSameHome(one: Home, other: Home): boolean {
  return one.postcode === other.postcode && foldLine(one.line) === foldLine(other.line);
}

function foldLine(line: string): string {
  return line
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

// A name shared is chance; a name shared by people of one address is a family. Homes of long ago count too. It is a guess
// all the same, so that work with the child explains it; a carer in common is none.
function isFamily(user: User, child: Child, sharesCarer: boolean): ReturnType<Speaks> {
  if (sharesCarer) return 'looked at a child who shares a carer with the user’s own';
  const livesBeside = child.homes.some(({ postcode }) => postcode === user.home?.postcode);
  const shared = namesOf(user).some((name) => namesOfChild(child).includes(name));
  if (!livesBeside || !shared) return false;
  return [
    'looked at a child with the user’s name and postcode',
    weights.family.weight,
    'slight explanations',
  ];
}

/**
 * A name tells the more, the rarer it is: log2 of one in how many bear it. Smith (6 bits) tells little, and a name that one
 * in 4,000 bears (12 bits) nearly all. Carers' names tell somewhat less than the child's: a child has several.
 */
function ownName(user: User, rarity: NameRarity): Speaks {
  const own = new Set(namesOf(user));
  return (child) => {
    const shared = namesOfChild(child).filter((name) => own.has(name));
    if (shared.length === 0) return false;
    const weight = Math.max(...shared.map((name) => weightOfName(rarity(name), name === child.familyName)));
    return ['looked at a child with the user’s family name, or one they had before', weight];
  };
}

function weightOfName(share: number, isChilds: boolean): number {
  const bits = Math.min(12, Math.max(0, -Math.log2(share)));
  return (weights['own name'].weight * (bits + 6)) / 18 - (isChilds ? 0 : 0.5);
}

function neighbours({ home }: User, { homes }: Child): string | false {
  if (home === null) return false;
  const near = homes.some((one) => one.isPresent && one.postcode === home.postcode && !isSameHome(one, home));
  return near && 'looked at a child of the same postcode';
}

function namesOf({ familyName, formerNames }: User): readonly string[] {
  return [familyName, ...formerNames].filter((name) => name !== '');
}

function namesOfChild({ familyName, otherNames }: Child): readonly string[] {
  return [familyName, ...otherNames];
}
