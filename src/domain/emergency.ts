/** Why a shielded record is opened. Closed. */
export const emergencies = {
  'life in danger': 'Somebody’s life is in danger',
  'serious injury or illness': 'The child is badly hurt or seriously ill',
  'child is missing': 'The child is missing',
  'protection this hour': 'The child has to be protected within the hour',
} as const;

type Emergency = keyof typeof emergencies;

export function isEmergency(word: string): word is Emergency {
  return Object.hasOwn(emergencies, word);
}
