import assert from 'node:assert/strict';
import { test } from 'node:test';
import { realDay } from '../../../src/domain/calendar.ts';
import { contactCards, type Contact } from '../../../src/web/views/contact-card.ts';
import { markupOf } from '../../../src/web/views/html.ts';

const nurse: Contact = {
  role: 'School nurse',
  personName: 'Siobhán O’Neill',
  team: 'School nursing, Farnworth',
  organisation: 'Bolton NHS Foundation Trust',
  telephone: '01632960456',
  email: 's.oneill@bolton-nhs.example',
};

function card(more: Partial<Contact>): string {
  return markupOf(contactCards([{ ...nurse, ...more }]));
}

test('a card says who it is and links to the telephone and the e-mail', () => {
  const text = card({});
  assert.match(text, /<h2 class="app-contact__role">School nurse<\/h2>/);
  assert.match(text, /<bdi>Siobhán O’Neill<\/bdi>/);
  assert.match(text, /School nursing, Farnworth, Bolton NHS Foundation Trust/);
  assert.match(text, /href="tel:\+441632960456"/);
  assert.match(text, /01632 960456/);
  assert.match(text, /href="mailto:s.oneill@bolton-nhs.example"/);
});

test('what is not recorded is said of the telephone, and left out of the rest', () => {
  const text = card({ telephone: null, email: null, personName: null, team: null });
  assert.match(text, /No telephone number recorded/);
  assert.doesNotMatch(text, /null|undefined|mailto|tel:|app-contact__name|app-contact__standing/);
});

test('whether they can be reached now is said in words and by the shape of the dot', () => {
  assert.match(
    card({ reachNow: { open: true, says: 'Reach now, until 5pm' } }),
    /app-reach--open">Reach now, until 5pm/,
  );
  assert.match(card({ reachNow: { open: false, says: 'Opens at 9am' } }), /app-reach--closed">Opens at 9am/);
});

test('the lead professional is marked, and nobody else', () => {
  assert.match(card({ lead: true }), /Lead professional/);
  assert.doesNotMatch(card({ lead: false }), /Lead professional/);
});

test('a card says when it was last confirmed, and when that is too long ago', () => {
  const lastConfirmedOn = realDay(2026, 3, 12);
  assert.match(card({ lastConfirmedOn, stale: false }), /Last confirmed 12 March 2026/);
  assert.doesNotMatch(card({ lastConfirmedOn, stale: false }), /out of date/);
  assert.match(card({ lastConfirmedOn, stale: true }), /May be out of date/);
  assert.match(card({ lastConfirmedOn: null, stale: false }), /Not yet confirmed/);
});

test('an ended one says since when', () => {
  const text = card({ endedOn: realDay(2019, 3, 27), stale: true, lastConfirmedOn: realDay(2018, 1, 1) });
  assert.match(text, /Ended 27 March 2019/);
  assert.doesNotMatch(text, /confirmed|out of date/);
});

test('cards under an h2 have h3 headings', () => {
  assert.match(markupOf(contactCards([nurse], 3)), /<h3 class="app-contact__role">/);
});

test('an address that is no e-mail address is shown and leads nowhere', () => {
  assert.doesNotMatch(card({ email: 'ask "reception"?cc=x' }), /mailto/);
  assert.match(card({ email: 'a?cc=b@c.example' }), /href="mailto:a%3Fcc%3Db@c.example"/);
});
