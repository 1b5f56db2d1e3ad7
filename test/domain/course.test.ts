import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFor, courseFor, markCheck } from '../../src/domain/course/course.ts';
import { isRole, roles, type Role } from '../../src/domain/roles.ts';
import { fc } from '../support/property.ts';

const everyRole: readonly Role[] = Object.keys(roles).filter(isRole);

test('the course of every role takes about twenty minutes, and ends with a question or two on each of its parts', () => {
  for (const role of everyRole) {
    const parts = courseFor(role);
    const minutes = parts.reduce((sum, part) => sum + part.minutes, 0);
    assert.ok(minutes >= 18 && minutes <= 22, `${role}: ${minutes}`);
    assert.equal(checkFor(role).length, 2 * parts.length);
  }
});

test('everybody learns what is never held, how children are shielded, and what is watched', () => {
  for (const role of everyRole) {
    const ids = courseFor(role).map(({ id }) => id);
    for (const id of ['what-it-is', 'shields', 'watched']) assert.ok(ids.includes(id), `${role}: ${id}`);
  }
});

test('answers are told apart, and none is asked twice of one role', () => {
  for (const role of everyRole) {
    const questions = courseFor(role).flatMap((part) => [part.question, ...part.check]);
    assert.equal(new Set(questions.map(({ asks }) => asks)).size, questions.length);
    for (const { answers } of questions) assert.equal(new Set(answers).size, 3);
  }
});

test('whoever has five in six right passes, and is led to the parts of the others', () => {
  const wrongBoxes = fc.uniqueArray(fc.nat({ max: 30 }));
  fc.assert(
    fc.property(fc.constantFrom(...everyRole), wrongBoxes, (role, wrong) => {
      const questions = checkFor(role);
      const typed = new Map(
        questions.map(({ box, question }, at) => [
          box,
          String(wrong.includes(at) ? (question.right + 1) % 3 : question.right),
        ]),
      );
      const mark = markCheck(role, (box) => typed.get(box));
      assert.ok(mark.ok);
      const missed = wrong.filter((at) => at < questions.length);
      assert.equal(mark.right, questions.length - missed.length);
      assert.equal(mark.passed, mark.right * 6 >= questions.length * 5);
      assert.equal(mark.readAgain.length, new Set(missed.map((at) => questions[at]?.part.id)).size);
    }),
  );
});

test('what is not answered is named, and nothing is marked', () => {
  const [first] = checkFor('doctor');
  const mark = markCheck('doctor', (box) => (box === first?.box ? undefined : '0'));
  assert.deepEqual(mark, { ok: false, unanswered: [first?.box] });
  assert.ok(!markCheck('doctor', () => '3').ok);
});
