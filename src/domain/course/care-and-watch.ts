import { everybody, type CoursePart } from './part.ts';

/** Talking to each other, children who need more care, and what is watched. */
export const careAndWatch: readonly CoursePart[] = [
  {
    id: 'talking',
    title: 'Talking to each other',
    minutes: 3,
    for: ['practitioner', 'account administrator', 'reviewer'],
    says: [
      'The record shows for each service who it is, how to reach them and whether they can be reached now. The lead professional comes first. Outside their hours the duty desk is shown.',
      'Each opened record has a spoken reference. Whoever you ring can type it in and see that it is really you, and for which child you rang.',
      'When you begin to support a child, add your service. When you stop, end it or hand it over. Others rely on it.',
    ],
    remember: [
      'Say who you are, why you ring, and who has agreed, before you ask anything.',
      'Confirm your own contact details each term: one press.',
    ],
    question: {
      asks: 'Somebody rings and asks about a child you support. How do you know who it is?',
      answers: [
        'Their number is on my telephone',
        'They read me their reference, and I check it at “Who is calling?”',
        'They know the child’s date of birth',
      ],
      right: 1,
      because: 'The reference tells you who opened the record and when. A number or a date proves nothing.',
    },
    check: [
      {
        asks: 'You change jobs. The children you supported should:',
        answers: [
          'stay under your name until the yearly clean-up',
          'be handed over to a colleague, or to your team',
          'be removed from ContactPoint',
        ],
        right: 1,
        because: 'A contact who has left is worse than none: nobody answers.',
      },
      {
        asks: 'It is 3 a.m. and the lead professional is not at work. Whom does the record show you?',
        answers: [
          'Nobody before 9 a.m.',
          'The duty desk that is open now',
          'The lead professional’s home number',
        ],
        right: 1,
        because: 'A desk covers every hour of the week. No home numbers are held.',
      },
    ],
  },
  {
    id: 'shields',
    title: 'Children who need more care',
    minutes: 4,
    for: everybody,
    says: [
      'Some children would be in danger if it were known where they are. Their record can be shielded: it then shows nothing about place, to anybody, and no search by place finds it.',
      'Anybody may ask for a shield, and it works at once. Two people are needed to lift one.',
      'A shielded child can still be helped: you can ask those who support them to contact you, and in an emergency a record can be opened for 15 minutes with your security key. Each such opening is reviewed the next working day.',
      'Sensitive services, such as counselling, are shown only to those whom the young person agreed to. Others see that one is involved, and no more.',
    ],
    remember: [
      'If you fear for a child’s safety, ask for a shield first and discuss it afterwards.',
      'Never tell anybody that a record is shielded, and never tell a parent where another parent lives.',
    ],
    question: {
      asks: 'A father rings: he cannot find his children’s new school. You find no place on their record. You:',
      answers: [
        'tell him that the record is shielded',
        'tell him nothing about it, and say whom he may write to',
        'open it as an emergency, as he is worried',
      ],
      right: 1,
      because: 'That something is withheld is itself a danger to whoever it protects.',
    },
    check: [
      {
        asks: 'When does a shield that you ask for begin to work?',
        answers: ['At once', 'When two people have approved it', 'After five working days'],
        right: 0,
        because: 'Asking is enough. Whether it stays is decided within five working days.',
      },
      {
        asks: 'You opened a shielded record in an emergency. What follows?',
        answers: [
          'Nothing, if you closed it within 15 minutes',
          'Somebody reviews it on the next working day',
          'Your account is suspended',
        ],
        right: 1,
        because: 'Every emergency opening is reviewed, and most are found to be right.',
      },
    ],
  },
  {
    id: 'watched',
    title: 'What is watched, and what follows',
    minutes: 3,
    for: everybody,
    says: [
      'Every search, every opening and every act of administration is written to a log before the page is shown. Nobody can alter it unseen, not even those who run the computers.',
      'Computers and people look for what does not belong to your work: your own family, neighbours, names in the news, many children in a row, hours that are not yours. Some records are decoys.',
      'If a look needs explaining you are asked the same day. Most answers end it. Looking without a good reason ends your access, under every employer; your employer and, where it is a crime, the police are told. How often that happened is published each year.',
      'The family can see who looked, when and why.',
    ],
    remember: [
      'Your password, PIN and token are yours. Whoever uses them looks under your name.',
      'Try things out on the practice copy, never on a real child.',
    ],
    question: {
      asks: 'May you look at your own child’s record at work?',
      answers: ['Yes, I am the parent', 'No: I ask as any parent does', 'Yes, if I say so in the reason'],
      right: 1,
      because: 'A parent sees their child’s record through the family’s pages. At work it is misuse.',
    },
    check: [
      {
        asks: 'A colleague who forgot her token asks you to open a record under your name. You:',
        answers: [
          'open it and let her read it',
          'give her your token for a moment',
          'act for her openly: “Act for a colleague” records you both',
        ],
        right: 2,
        because: 'There is a page for it. Both of you are on record, and nothing is hidden.',
      },
      {
        asks: 'You opened the wrong child by mistake. You:',
        answers: [
          'close it and tell nobody',
          'say so when you are asked, or tell your administrator at once',
          'open it again with a better reason',
        ],
        right: 1,
        because: 'Mistakes happen and are easily explained. A second wrong reason is not.',
      },
    ],
  },
];
