/** What an administrator says of one person in an access review. Closed. */
export type ReviewAnswer = (typeof answers)[number];

const answers = ['still needed', 'no longer needed'] as const;

export function isReviewAnswer(word: string): word is ReviewAnswer {
  return answers.some((answer) => answer === word);
}

export const reviewOpenDays = 30; // as long ahead as other warnings; a review is due every four months
