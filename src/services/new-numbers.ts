import { randomInt } from 'node:crypto';
import { contactPointNumberFrom } from '../domain/identifiers.ts';
import type { NewNumbers } from './feed-children.ts';

/** Numbers for new records from the system's cryptographic randomness: nobody can foretell or count them. */
export const randomNumbers: NewNumbers = {
  // 53 bits, as many as are safe in a JavaScript number; randomInt gives 48 at a time.
  childId: () => 1 + randomInt(2 ** 26) * 2 ** 27 + randomInt(2 ** 27 - 1),
  contactPointNumber: () => contactPointNumberFrom(randomInt(2 ** 40)),
};
