import type { Role } from '../domain/roles.ts';
import type { ServiceKind } from '../domain/service-kinds.ts';

// For invented people only. A copy with real ones has no such accounts, and nobody there shares a password.
export const practicePassword = 'bolton practice copy';
export const practicePin = '350350';

/** What keeps an invented user out. */
export type Lapse = 'security check' | 'training' | 'agreement' | 'suspended' | 'closed' | 'accreditation';

/** One invented user, with what signing in as them shows. */
export type PracticeUser = {
  readonly userName: string;
  readonly fullName: string;
  readonly role: Role;
  readonly worksIn:
    ServiceKind | 'council office' | 'ContactPoint office' | 'lapsed voluntary body' | 'own organisation';
  readonly jobTitle: string;
  readonly shows: string;
  readonly lapse?: Lapse;
};

const turnedAway: Readonly<Record<Lapse, string>> = {
  'security check': 'is turned away: the security check has lapsed',
  training: 'is turned away: the training has lapsed',
  agreement: 'is turned away: no agreement is signed',
  suspended: 'is turned away: suspended',
  closed: 'is turned away: the account is closed',
  accreditation: 'is turned away: the organisation’s accreditation has lapsed',
};

/** The invented users whom README and the start-up text name; all have the same password and PIN. */
export const practiceUsers: readonly PracticeUser[] = [
  user(
    'amina.khan',
    'Amina Khan',
    'hospital nurse',
    'hospital care',
    'Children’s nurse',
    'finds a child and everyone who supports them',
  ),
  user(
    'ruth.barlow',
    'Ruth Barlow',
    'health visitor',
    'health visiting',
    'Health visitor',
    'works with children under five',
  ),
  user(
    'grace.okafor',
    'Grace Okafor',
    'school nurse',
    'school nursing',
    'School nurse',
    'works with children at school',
  ),
  user(
    'daniel.hughes',
    'Daniel Hughes',
    'social worker',
    'social care',
    'Social worker',
    'leads the support of some children',
  ),
  user(
    'priya.nair',
    'Priya Nair',
    'doctor',
    'general practice',
    'GP',
    'sees NHS numbers, and no pupil numbers',
  ),
  user(
    'martin.shaw',
    'Martin Shaw',
    'early help worker',
    'early help',
    'Early help worker',
    'arranges support',
  ),
  user(
    'helen.fairclough',
    'Helen Fairclough',
    'safeguarding lead',
    'school',
    'Designated safeguarding lead',
    'sees pupil numbers, and no NHS numbers',
  ),
  user(
    'claire.dunn',
    'Claire Dunn',
    'education welfare officer',
    'education welfare',
    'Education welfare officer',
    'looks for children missing education',
  ),
  user(
    'tom.ashworth',
    'Tom Ashworth',
    'police officer',
    'police',
    'Police constable',
    'sees no body’s numbers',
  ),
  user(
    'yusuf.patel',
    'Yusuf Patel',
    'youth justice worker',
    'youth justice',
    'Youth justice worker',
    'works with teenagers',
  ),
  user(
    'josie.marsh',
    'Josie Marsh',
    'family support worker',
    'voluntary family support',
    'Family support worker',
    'works for a voluntary body',
  ),
  user(
    'noor.rahman',
    'Noor Rahman',
    'mental health worker',
    'mental health',
    'Mental health practitioner',
    'works for a sensitive service, which others are not told',
  ),
  user(
    'stella.quinn',
    'Stella Quinn',
    'relay worker',
    'contact relay',
    'Relay worker',
    'passes calls on to sensitive services',
  ),
  user(
    'george.adeyemi',
    'George Adeyemi',
    'relay worker',
    'contact relay',
    'Relay worker',
    'passes calls on to sensitive services',
  ),
  user(
    'rachel.stone',
    'Rachel Stone',
    'record keeper',
    'council office',
    'Record keeper',
    'keeps records accurate, and sees every number',
  ),
  user(
    'peter.lowe',
    'Peter Lowe',
    'account administrator',
    'council office',
    'Account administrator',
    'opens no child’s record, and proposes who gets an account',
  ),
  user(
    'anna.whitfield',
    'Anna Whitfield',
    'reviewer',
    'ContactPoint office',
    'Reviewer',
    'checks how records are used',
  ),
  user('samuel.osei', 'Samuel Osei', 'reviewer', 'ContactPoint office', 'Reviewer', 'agrees, or sends back'),
  lapsed(
    'laura.finch',
    'Laura Finch',
    'health visitor',
    'health visiting',
    'Health visitor',
    'security check',
  ),
  lapsed('omar.siddiqui', 'Omar Siddiqui', 'school nurse', 'school nursing', 'School nurse', 'training'),
  lapsed('beth.crompton', 'Beth Crompton', 'social worker', 'social care', 'Social worker', 'agreement'),
  lapsed(
    'carl.entwistle',
    'Carl Entwistle',
    'early help worker',
    'early help',
    'Early help worker',
    'suspended',
  ),
  lapsed('ian.mather', 'Ian Mather', 'police officer', 'police', 'Police constable', 'closed'),
  lapsed(
    'nina.halliwell',
    'Nina Halliwell',
    'family support worker',
    'lapsed voluntary body',
    'Family support worker',
    'accreditation',
  ),
  user(
    'karen.whittle',
    'Karen Whittle',
    'account administrator',
    'council office',
    'Account administrator',
    'approves what another administrator proposes',
  ),
  user(
    'joan.mistry',
    'Joan Mistry',
    'account administrator',
    'ContactPoint office',
    'Account administrator',
    'adds organisations, and proposes them for accreditation',
  ),
  user(
    'philip.hargreaves',
    'Philip Hargreaves',
    'account administrator',
    'ContactPoint office',
    'Account administrator',
    'accredits what another proposes',
  ),
  user(
    'gordon.pike',
    'Gordon Pike',
    'record keeper',
    'council office',
    'Record keeper',
    'agrees to what another record keeper asks',
  ),
  user('miriam.adler', 'Miriam Adler', 'reviewer', 'ContactPoint office', 'Reviewer', 'hears appeals'),
];

type Works = PracticeUser['worksIn'];

function user(
  userName: string,
  fullName: string,
  role: Role,
  worksIn: Works,
  jobTitle: string,
  shows: string,
): PracticeUser {
  return { userName, fullName, role, worksIn, jobTitle, shows };
}

function lapsed(
  userName: string,
  fullName: string,
  role: Role,
  worksIn: Works,
  jobTitle: string,
  lapse: Lapse,
): PracticeUser {
  return { ...user(userName, fullName, role, worksIn, jobTitle, turnedAway[lapse]), lapse };
}
