import { everybody, opening, type CoursePart } from './part.ts';

/** What ContactPoint is, finding a child, and what opening a record asks. The rules are those of docs/promises.md. */
export const findingAndAsking: readonly CoursePart[] = [
  {
    id: 'what-it-is',
    title: 'What ContactPoint is, and what it never holds',
    minutes: 2,
    for: everybody,
    says: [
      'ContactPoint is a phone book. It tells people who work with a child who else is supporting that child, and how to reach them.',
      'It holds the child’s name, address, date of birth and gender; the parents or carers; the school, the GP practice and other services, with how to reach them.',
      'It holds no case notes, no medical, exam or school records, no opinions and no photographs. There is no place in it for them, and nobody can add one.',
    ],
    remember: [
      'To learn what somebody knows about a child, ring them. ContactPoint only says whom.',
      'If a child is in danger now, ring 999 first. Nothing here has to be done before.',
    ],
    question: {
      asks: 'You want to know why a child sees a speech therapist. Where do you look?',
      answers: [
        'On the child’s record, under the therapist',
        'I ask the therapist, whom the record names',
        'I search again with more detail',
      ],
      right: 1,
      because:
        'The record says who the therapist is and how to reach them. Why they are involved is theirs to tell.',
    },
    check: [
      {
        asks: 'Which of these can a record show?',
        answers: [
          'The telephone number of the school nurse',
          'What the GP wrote last week',
          'The child’s exam results',
        ],
        right: 0,
        because: 'It holds who supports a child and how to reach them, and nothing more.',
      },
      {
        asks: 'A child tells you that they are being hurt at home, tonight. What do you do first?',
        answers: ['Find the child’s record', 'Ring 999 or the duty desk', 'Ask your manager for access'],
        right: 1,
        because: 'Nothing in ContactPoint ever has to be done before a call for help.',
      },
    ],
  },
  {
    id: 'finding',
    title: 'Finding a child',
    minutes: 4,
    for: opening,
    says: [
      'Start from “Children I work with” where you can. Any other child is found by a number, or by names with a date of birth or a postcode.',
      'Spelling does not have to be right: the search finds typing errors, names that sound alike, nicknames, names in the wrong order, and a day and month that were swapped. It says for each child why it is there.',
      'At most 20 children are shown. Where more fit, you are asked for more detail and shown none. “Nobody found” does not say that there is no such child.',
      'Every search is recorded with what you typed and every child that it showed.',
    ],
    remember: [
      'Search for one child that you are helping, with all that you know.',
      'Check the date of birth with the person in front of you before you open a record.',
    ],
    exercise: {
      says: 'Find a child of your own list with the day and the month swapped, and read why the result is there.',
      href: '/find',
    },
    question: {
      asks: 'You only know that a boy is called Adam and lives in BL1. What happens?',
      answers: [
        'You see every Adam in BL1',
        'You are told what to add before you can search',
        'You see the first 20',
      ],
      right: 1,
      because: 'A given name and part of an address are too little to find one child and not another.',
    },
    check: [
      {
        asks: '“Nobody found” means that:',
        answers: [
          'the child has no record',
          'nobody who may be shown fits what you typed',
          'the child is shielded',
        ],
        right: 1,
        because: 'The page never tells whether a child has a record. It suggests what to change.',
      },
      {
        asks: 'Which search is recorded?',
        answers: ['Every search', 'Only one that finds somebody', 'Only one that leads to opening a record'],
        right: 0,
        because:
          'Each is written down, with its terms and every child that it showed, before you see the page.',
      },
    ],
  },
  {
    id: 'reasons',
    title: 'Why you open a record, and who has agreed',
    minutes: 4,
    for: opening,
    says: [
      'A record is opened for a reason to do with your work for that child. You choose it from a short list; none is chosen for you.',
      'You also say on what footing you will talk about the child: the child or a parent has agreed, it is urgent, or asking first would put the child at risk. That last one is always looked at by a reviewer.',
      'You may open a record before anybody was asked, to find out whom to ask. You may not send a request to be contacted on that footing.',
    ],
    remember: [
      'The reason is shown to the family, now or later. Choose the one you could say to them.',
      'Asking is the rule. Danger is the exception, and it never has to wait.',
    ],
    exercise: {
      says: 'Open the record of a child on your list, and give the reason and the footing.',
      href: '/',
    },
    question: {
      asks: 'A mother agreed last month that you talk to the school. Today you open the record. Which footing is it?',
      answers: ['Nobody has been asked yet', 'A parent or carer has agreed', 'It is urgent'],
      right: 1,
      because: 'She agreed, and has not withdrawn it. If she does, it counts for everybody at once.',
    },
    check: [
      {
        asks: 'Your sister asks which school her neighbour’s child goes to. You:',
        answers: [
          'look it up, as she has a good reason',
          'look it up, and give “the family asked”',
          'do not look: it is not your work for that child',
        ],
        right: 2,
        because: 'Only your own work for a child is a reason. Looks of this kind are found, and end access.',
      },
      {
        asks: '“Asking first would put the child at risk” is chosen when:',
        answers: [
          'there is no time to telephone',
          'the child could come to harm because somebody was asked',
          'the parent is likely to say no',
        ],
        right: 1,
        because: 'It is about harm, not about convenience, and a reviewer looks at every one.',
      },
    ],
  },
];
