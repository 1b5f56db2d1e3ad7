import type { EnrolmentTyped } from '../../src/domain/enrolment.ts';

const noDay = { day: '', month: '', year: '' };

/** A school nurse as an administrator types her in, with everything in date on 23 November 2026. */
export function nurseTyped(
  userName: string,
  team: string,
  instead: Partial<EnrolmentTyped> = {},
): EnrolmentTyped {
  return {
    userName,
    fullName: 'Nora Abbott',
    role: 'hospital nurse',
    team,
    telephone: '01632 960 140',
    email: `${userName}@trust.example`,
    managerName: 'Mary Manager',
    managerEmail: 'mary.manager@trust.example',
    vettingCertificate: '001234567890',
    vettedOn: { day: '1', month: '10', year: '2026' },
    trainingCourse: 'using contactpoint',
    courseCertificate: '',
    trainedOn: { day: '2', month: '11', year: '2026' },
    homeLine: '17 Canary Row',
    homePostcode: 'BL1 1AA',
    dateOfBirth: { day: '3', month: '4', year: '1985' },
    formerNames: 'Nora Canarybird',
    ...instead,
  };
}

/** Nothing typed at all. */
export const nothingTyped: EnrolmentTyped = {
  ...nurseTyped('', ''),
  fullName: '',
  role: '',
  telephone: '',
  email: '',
  managerName: '',
  managerEmail: '',
  vettingCertificate: '',
  vettedOn: noDay,
  trainingCourse: '',
  trainedOn: noDay,
  homeLine: '',
  homePostcode: '',
  dateOfBirth: noDay,
  formerNames: '',
};
