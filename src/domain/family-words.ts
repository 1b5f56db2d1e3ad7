/** For whom a page is written. */
export type Wording = 'ten' | 'fourteen' | 'parent';

/** Every word that a family's pages say, in one place, so that a translation is one more of these. */
export type FamilyWords = {
  readonly helping: string;
  readonly helpingIntro: string;
  readonly nobodyHelping: string;
  readonly home: string;
  readonly noHome: string;
  readonly born: string;
  readonly looked: string;
  readonly lookedIntro: string;
  readonly nobodyLooked: string;
  readonly mayBeMore: string;
  readonly leads: string;
  readonly reasons: Readonly<Record<string, string>>;
  readonly otherReason: string;
  readonly helpline: string;
  readonly leaveQuickly: string;
  readonly signOut: string;
  readonly leaving: string;
  readonly download: string;
  readonly downloadIntro: string;
  readonly pages: string;
};

const ten: FamilyWords = {
  helping: 'People helping me',
  helpingIntro: 'These people help you. You can ask them what they do.',
  nobodyHelping: 'No one is on this list now.',
  home: 'Where I live',
  noHome: 'We do not show a home here.',
  born: 'My birthday',
  looked: 'Who looked',
  lookedIntro: 'These people looked at your page. Newest first.',
  nobodyLooked: 'No one is on this list.',
  mayBeMore: 'Some things may not be shown here.',
  leads: 'This person makes sure that all the others work as a team.',
  reasons: {
    'concern about the child': 'Someone was worried and wanted to find who could help.',
    'arranging support': 'Someone wanted to get help for you.',
    'transition between services': 'You were moving on, and someone new needed to know who helps you.',
    'child missing education': 'Someone wanted to know if you have a school.',
    emergency: 'Someone had to help fast.',
    'accuracy of the record': 'Someone checked that what we wrote is right.',
    'the family asked': 'You or your family asked them to look.',
  },
  otherReason: 'Someone looked as part of their job.',
  helpline: 'If you want to talk to someone, ring Childline. It is free, day and night.',
  leaveQuickly: 'Leave this page now',
  signOut: 'Sign out',
  leaving: 'When my page goes',
  download: 'Download my record',
  downloadIntro: 'You can keep all that we hold about you in a file. Keep it safe.',
  pages: 'All pages',
};

const fourteen: FamilyWords = {
  ...ten,
  helpingIntro: 'These are the people and services who work with you. You can ask any of them what they do.',
  noHome: 'We do not show an address here.',
  home: 'My address',
  born: 'My date of birth',
  lookedIntro: 'These are the times when someone opened your record. The newest comes first.',
  leads: 'This person makes sure that everyone works together.',
  reasons: {
    ...ten.reasons,
    'arranging support': 'Someone was setting up help for you.',
    'transition between services': 'You were moving to a new service, and they needed to know who helps you.',
    'child missing education': 'Someone wanted to check that you have a place at a school.',
    'accuracy of the record': 'Someone checked that the record is right.',
  },
  helpline: 'If you want to talk to someone, you can ring Childline. It is free, at any time.',
};

const parent: FamilyWords = {
  ...fourteen,
  helping: 'People helping your child',
  helpingIntro:
    'These are the people and services who work with your child. You can ask any of them what they do.',
  home: 'Your address',
  noHome: 'We show no address here but your own.',
  born: 'Your child’s date of birth',
  lookedIntro: 'These are the times when someone opened your child’s record. The newest comes first.',
  reasons: {
    ...fourteen.reasons,
    'arranging support': 'Someone was setting up help for your child.',
    'transition between services':
      'Your child was moving to a new service, and they needed to know who helps.',
    'child missing education': 'Someone wanted to check that your child has a place at a school.',
    'the family asked': 'You or your child asked them to look.',
  },
  helpline: 'If you want to talk to someone about a child, you can ring the NSPCC. It is free.',
};

export const familyWords: Readonly<Record<Wording, FamilyWords>> = { ten, fourteen, parent };

/** The numbers that are free to ring: Childline’s, and the NSPCC’s for adults. */
export const helplines: Readonly<Record<Wording, string>> = {
  ten: '0800 1111',
  fourteen: '0800 1111',
  parent: '0808 800 5000',
};

/** In which words a page is written: for a parent, or by the young person's age. */
export function wordingFor(reader: 'young person' | 'parent', age: number): Wording {
  if (reader === 'parent') return 'parent';
  return age < 13 ? 'ten' : 'fourteen';
}
