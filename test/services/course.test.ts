import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { addDays, londonDay } from '../../src/domain/calendar.ts';
import { checkFor } from '../../src/domain/course/course.ts';
import { isCertificateOf, takeCheck } from '../../src/services/course.ts';
import { proposeEnrolment } from '../../src/services/enrolments.ts';
import { seePerson } from '../../src/services/people.ts';
import { asOwner, serviceAt } from '../support/accounts.ts';
import { actorOf } from '../support/actors.ts';
import { nurseTyped } from '../support/enrolling.ts';
import { administratorsOf } from '../support/keeping.ts';
import { withPopulatedDatabase } from '../support/population.ts';

const database = await withPopulatedDatabase({ after });
const service = serviceAt(database, '2026-11-23T10:00:00Z');
const amina = await actorOf(database, 'amina.khan');
const [administrator] = await administratorsOf(database, 'amina.khan');
const today = londonDay(service.now());
const fullName = 'Nora Abbott';

function answers(wrong: number): (box: string) => string | undefined {
  const questions = checkFor(amina.role);
  return (box) => {
    const at = questions.findIndex((one) => one.box === box);
    const right = questions[at]?.question.right ?? 0;
    return String(at < wrong ? (right + 1) % 3 : right);
  };
}

test('whoever passes has it on their account, where an administrator sees it, and in the log', async () => {
  const failed = await takeCheck(service, amina, { answerOf: answers(5), fullName });
  assert.deepEqual([failed.mark.ok && failed.mark.passed, failed.certificate], [false, undefined]);
  const before = await seePerson(service, administrator, amina.accountId);
  assert.ok(before.ok && before.value.coursePass === undefined);
  const taken = await takeCheck(service, amina, { answerOf: answers(1), fullName });
  assert.ok(taken.mark.ok && taken.mark.passed);
  const seen = await seePerson(service, administrator, amina.accountId);
  assert.deepEqual(seen.ok && seen.value.coursePass, { passedAt: service.now(), version: 1 });
  const acts = await asOwner(
    database,
    `select body::json ->> 'outcome', body::json ->> 'why' from log_entry where act = 'take course check' order by recorded_at, 2 desc`,
  );
  assert.deepEqual(acts, [
    ['refused', '7 of 12'],
    ['done', '11 of 12'],
  ]);
});

test('a certificate is of one name and day, however it is typed, and of no other copy’s key', async () => {
  const { certificate = '' } = await takeCheck(service, amina, { answerOf: answers(0), fullName });
  const { secrets } = service;
  assert.ok(isCertificateOf(secrets, certificate, 'nora  abbott', today));
  assert.ok(isCertificateOf(secrets, ` ${certificate.toLowerCase().replaceAll('-', ' ')}`, fullName, today));
  assert.ok(!isCertificateOf(secrets, certificate, 'Nora Abbot', today));
  assert.ok(!isCertificateOf(secrets, certificate, fullName, addDays(today, -1)));
  assert.ok(!isCertificateOf(secrets, '', fullName, today));
  assert.ok(!isCertificateOf({ ...secrets, course: Buffer.alloc(32, 9) }, certificate, fullName, today));
});

test('somebody trained online is proposed with the certificate of that name and day, and not without', async () => {
  const { certificate = '' } = await takeCheck(service, amina, { answerOf: answers(0), fullName });
  const [team] = await asOwner(
    database,
    'select min(team_id)::text from team where not is_desk and organisation_id = $1',
    [administrator.organisationId],
  );
  const online = {
    trainingCourse: 'using contactpoint online',
    trainedOn: { day: '23', month: '11', year: '2026' },
  };
  const propose = (instead: object) =>
    proposeEnrolment(
      service,
      administrator,
      administrator.organisationId,
      nurseTyped('nora.abbott', team?.[0] ?? '', { ...online, ...instead }),
    );
  for (const courseCertificate of ['', 'K7QF-2M9X-T4WD']) {
    const refused = await propose({ courseCertificate });
    assert.ok(!refused.ok && refused.faults?.[0]?.field === 'courseCertificate');
  }
  assert.ok((await propose({ courseCertificate: certificate })).ok);
});
