import type { CoursePart } from './part.ts';

/** What only record keepers, administrators and reviewers do. */
export const byRole: readonly CoursePart[] = [
  {
    id: 'keeping-accurate',
    title: 'Keeping records accurate',
    minutes: 3,
    for: ['record keeper'],
    says: [
      'Records are put together from what suppliers send. Where the computer is not sure whether two are one child, you decide, with both side by side.',
      'Twins and siblings share nearly everything. Likeness alone never makes them one. When you are not sure, say “not the same child”, or wait and ask.',
      'What a person decided is never undone by a file. A wrong merge can be undone: nothing is lost by it.',
    ],
    remember: [
      'First what could harm a child, then the rest.',
      'A doubt goes to the supplier, not to a guess.',
    ],
    question: {
      asks: 'Two records have the same family name, address and date of birth, and different given names. They are:',
      answers: [
        'one child with a nickname',
        'perhaps twins: nothing is merged on likeness',
        'a typing error',
      ],
      right: 1,
      because: 'Twins look just like this. Only a number, or somebody who knows, tells.',
    },
    check: [
      {
        asks: 'You merged two records and find that they were two children. You:',
        answers: [
          'undo the merge: both come back whole',
          'make a new record by hand',
          'ask both suppliers to send again',
        ],
        right: 0,
        because:
          'A merge only changes links. Undoing it restores both, with what came since on the right one.',
      },
      {
        asks: 'A family says that an address is wrong, and the school’s file says it is right. What counts?',
        answers: [
          'The newest file',
          'Your decision, once you have asked, until you change it',
          'Whatever came first',
        ],
        right: 1,
        because: 'A person’s decision outranks every supplier, and no later file undoes it.',
      },
    ],
  },
  {
    id: 'accounts',
    title: 'Looking after accounts',
    minutes: 8,
    for: ['account administrator'],
    says: [
      'You let people in, and you keep others out. An account needs a role, a manager, a security check of the last three years, training of the last year and a signed agreement. One administrator proposes, another approves.',
      'Hand an activation code to its owner in person. It works once, within 72 hours. Never send it with the user name.',
      'Suspend first and ask afterwards: a suspension works at the next request. When somebody leaves, changes role or goes on long leave, say so on the same day.',
      'Every four months you say, person by person, who still needs their account. Whoever is not confirmed by the day is suspended.',
    ],
    remember: [
      'A lost key or password is proven anew by two of you, having met the person.',
      'You open no record. That is on purpose.',
    ],
    exercise: { says: 'Look at who runs out of training within 30 days.', href: '/people' },
    question: {
      asks: 'You proposed a nurse and your colleague is on leave. May you approve her yourself?',
      answers: ['Yes, if it is urgent', 'No: another administrator approves', 'Yes, and I note it'],
      right: 1,
      because: 'Nobody approves what they proposed. The database itself refuses it.',
    },
    check: [
      {
        asks: 'Somebody rings: they lost their security key and need a code now. You:',
        answers: [
          'read them a new code on the telephone',
          'report it lost at once, and meet them before another administrator approves',
          'lend them a key of the office',
        ],
        right: 1,
        because: 'The lost key stops at once. A new one takes two administrators and a meeting.',
      },
      {
        asks: 'A manager tells you that somebody has been dismissed. When do you close the account?',
        answers: ['At the next access review', 'At the end of the month', 'Now'],
        right: 2,
        because: 'It bites at their next request, wherever they are signed in.',
      },
    ],
  },
  {
    id: 'cases',
    title: 'Working a case',
    minutes: 8,
    for: ['reviewer'],
    says: [
      'Looks that do not explain themselves are put together into cases, one for a person and a day. You never get one of your own team.',
      'Ask first: the person answers the same day, from a short list and with who can confirm it. Look at the evidence in the order in which it happened.',
      'Outcomes come from a closed list, from “explained” to “access ended for good”. The serious ones take two of you. You can suspend in one step while you find out.',
      'The person may appeal, to somebody who did not decide. The regulator’s 72 hours begin when you know of a breach, not when you have finished.',
    ],
    remember: [
      'Most looks are honest. Ask as you would want to be asked.',
      'Write nothing about the child: there is no box for it.',
    ],
    exercise: { says: 'See what was looked at today, by the hour and by kind of alert.', href: '/usage' },
    question: {
      asks: 'A case is about somebody in the team you used to lead. You:',
      answers: ['work it: you know them', 'leave it to another reviewer', 'ask them informally first'],
      right: 1,
      because: 'A reviewer is never of the user’s own team, and should not look as if they were.',
    },
    check: [
      {
        asks: 'What ends access for good needs:',
        answers: ['one reviewer who is sure', 'two reviewers', 'the person’s own confession'],
        right: 1,
        because: 'A second person decides on everything serious.',
      },
      {
        asks: 'A family asks about a name that they do not know. They learn:',
        answers: [
          'nothing: cases are secret',
          'the outcome of what they asked',
          'everything that is in the case',
        ],
        right: 1,
        because: 'Whoever reports a look is told how it ended.',
      },
    ],
  },
];
