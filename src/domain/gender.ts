export const genders = ['female', 'male', 'not specified'] as const;

/** As registered or said by the supplier; nobody has to say (2007 Regulations). */
export type Gender = (typeof genders)[number];

/** Whether a word is one of the three that a record may hold. */
export function isGender(word: string): word is Gender {
  return genders.some((gender) => gender === word);
}
