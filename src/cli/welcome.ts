/** Somebody invented to sign in as. */
export type FirstUser = {
  readonly userName: string;
  readonly jobTitle: string;
  readonly password: string;
  readonly pin: string;
};

/** What a newcomer is told once the pages answer: where they are, and how to sign in to a practice copy. */
export function welcome(first: FirstUser, url: string, practice: boolean): string {
  if (!practice) return `ContactPoint is at ${url}`;
  return [
    '',
    `ContactPoint is at ${url}`,
    '',
    `A practice copy: every child, family and user in it is invented. Look round as a ${first.jobTitle.toLowerCase()}:`,
    `  user name  ${first.userName}`,
    `  password   ${first.password}`,
    `  PIN        ${first.pin}`,
    `  code       npm run -s contactpoint -- token ${first.userName}   (in another terminal)`,
    '',
    'README.md lists the other users. Ctrl-C stops the service and its database; the data is kept.',
  ].join('\n');
}
