/** What counts as training for ContactPoint. Closed. */
export type TrainingCourse = keyof typeof trainingCourses;

const trainingCourses = {
  'using contactpoint': 'Using ContactPoint (half a day)',
  'using contactpoint online': 'Using ContactPoint, online with test',
  'yearly refresher': 'Yearly refresher',
  'keeping records': 'Keeping records accurate (a day)',
  'looking after accounts': 'Looking after accounts (a day)',
} as const;
