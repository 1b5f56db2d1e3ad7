/** Somebody invented to sign in as. */
export type FirstUser = { readonly userName: string; readonly jobTitle: string; readonly shows: string };

/** The invented users of a practice copy, the first of them to begin with; all share a password and a PIN. */
export type FirstUsers = {
  readonly users: readonly FirstUser[];
  readonly password: string;
  readonly pin: string;
};

/** What a newcomer is told once the pages answer: where they are, and how to sign in to a practice copy. */
export function welcome({ users, password, pin }: FirstUsers, url: string, practice: boolean): string {
  if (!practice) return `ContactPoint is at ${url}`;
  const longest = Math.max(...users.map(({ userName }) => userName.length));
  const lines = users.map(
    ({ userName, jobTitle, shows }) => `  ${userName.padEnd(longest)}  ${jobTitle}: ${shows}`,
  );
  return [
    '',
    `ContactPoint is at ${url}`,
    '',
    'A practice copy: every child, family and user in it is invented. Look round as one of these:',
    ...lines,
    '',
    `  password   ${password}`,
    `  PIN        ${pin}`,
    `  code       npm run -s contactpoint -- token ${users[0]?.userName ?? 'NAME'}   (in another terminal, or with another name)`,
    '',
    'README.md shows the way round, and lists the other users. Ctrl-C stops the service and its database; the data is kept.',
  ].join('\n');
}
