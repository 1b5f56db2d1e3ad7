import { roles } from '../domain/roles.ts';
import { practiceUsers, type PracticeUser } from './practice-users.ts';

/** The first invented user of each kind: whom the start-up text names. */
export function firstOfEachKind(): readonly PracticeUser[] {
  const kinds = new Map<string, PracticeUser>();
  for (const user of practiceUsers) {
    const { kind } = roles[user.role];
    if (!kinds.has(kind)) kinds.set(kind, user);
  }
  return [...kinds.values()];
}
