/** What counts as training for ContactPoint. Closed. */
export type TrainingCourse = keyof typeof trainingCourses;

export const trainingCourses = {
  'using contactpoint': 'Using ContactPoint (half a day)',
  'using contactpoint online': 'Using ContactPoint, online with test',
  'yearly refresher': 'Yearly refresher',
  'keeping records': 'Keeping records accurate (a day)',
  'looking after accounts': 'Looking after accounts (a day)',
} as const;

export function isTrainingCourse(word: string): word is TrainingCourse {
  return Object.hasOwn(trainingCourses, word);
}
