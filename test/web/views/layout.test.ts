import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { errorOf, fieldErrors } from '../../../src/web/views/errors.ts';
import { html, markupOf } from '../../../src/web/views/html.ts';
import { page, type Page } from '../../../src/web/views/layout.ts';

const plain: Page = {
  title: 'Find a child',
  main: html`<p>Words</p>`,
  assets: {
    styles: '/assets/a.css',
    script: '/assets/b.js',
    scriptLibrary: '/assets/c.js',
    icon: '/assets/d.svg',
  },
  formToken: 'token-1',
  nonce: 'nonce-1',
  practice: false,
  showsChild: false,
};
const viewer = {
  name: 'Beth Adeyemi',
  organisation: 'Bolton NHS Foundation Trust',
  secondsLeft: 900,
  signsOutAt: '2:35pm',
};

function made(more: Partial<Page>): string {
  return markupOf(page({ ...plain, ...more }));
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

test('a page has one h1, in the words of its title', () => {
  const text = made({});
  assert.match(text, /<title>Find a child – ContactPoint<\/title>/);
  assert.match(text, /<h1 class="govuk-heading-l">Find a child<\/h1>/);
  assert.equal(count(text, /<h1/g), 1);
});

test('a page whose form has errors says so first: in its title, at the top, and each leads to its box', () => {
  const faults = [
    { kind: 'invalid', says: 'Enter a date of birth, like 27 3 2014', field: 'born' },
    { kind: 'stale', says: 'Send the form again' },
  ] as const;
  const errors = fieldErrors(faults, { born: 'born-day' });
  const text = made({ errors });
  assert.match(text, /<title>Error: Find a child – ContactPoint<\/title>/);
  assert.match(text, /<a href="#born-day">Enter a date of birth, like 27 3 2014<\/a>/);
  assert.match(text, /<li>Send the form again<\/li>/);
  assert.ok(text.indexOf('govuk-error-summary') < text.indexOf('<h1'));
  assert.equal(errorOf(errors, 'born'), 'Enter a date of birth, like 27 3 2014');
  assert.equal(errorOf(errors, 'given'), undefined);
});

test('a person who is signed in sees their name and organisation, the time of the end, and can sign out', () => {
  const text = made({ viewer });
  assert.match(text, /Beth Adeyemi/);
  assert.match(text, /Bolton NHS Foundation Trust/);
  assert.match(text, /Signs out at 2:35pm if you do nothing/);
  assert.match(text, /<form action="\/sign-out" method="post"/);
  assert.match(text, /name="form-token" value="token-1"/);
});

test('only a page on a shared machine is covered without script, and the cover itself is not', () => {
  const shared = { ...viewer, coveredAfterSeconds: 180 };
  const refresh = /<noscript><meta http-equiv="refresh" content="181; url=\/covered\?from=%2Ffind"/;
  assert.match(made({ viewer: shared, address: '/find' }), refresh);
  assert.match(made({ viewer: shared }), /Covered after 3 minutes without use\./);
  for (const other of [viewer, { ...shared, covered: true }])
    assert.doesNotMatch(made({ viewer: other }), /http-equiv="refresh"|action="\/covers"/);
});

test('nobody signed in has nothing to sign out of', () => {
  assert.doesNotMatch(made({}), /<form|sign-out/);
});

test('a practice copy says so on every page, and no other does', () => {
  assert.match(made({ practice: true }), /Practice copy: invented people/);
  assert.doesNotMatch(made({}), /invented people/);
});

test('a page that shows a child says how it prints', () => {
  assert.match(made({ showsChild: true }), /<body class="govuk-template__body shows-child">/);
  assert.match(made({ showsChild: true }), /This page does not print/);
  assert.doesNotMatch(made({}), /does not print|shows-child/);
});

test('the one script of a page is a file of ours, let in by the nonce; no style or handler stands in it', () => {
  const text = made({ viewer, practice: true, showsChild: true, backLink: { href: '/' } });
  assert.equal(count(text, /<script/g), 1);
  assert.match(text, /<script type="module" nonce="nonce-1" src="\/assets\/b\.js"><\/script>/);
  assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
});

test('a page carries neither the Crown nor the GOV.UK name', () => {
  assert.doesNotMatch(made({ viewer, practice: true }), /GOV\.UK|crown/i);
});

test('nothing that a page is told becomes markup', () => {
  const text = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ' ', '/', '=') });
  fc.assert(
    fc.property(text, text, text, (title, name, caption) => {
      const bare = made({ viewer: { name: '', organisation: '' }, title: '', caption: '' });
      const full = made({ viewer: { name, organisation: name }, title, caption });
      assert.equal(count(full, /[<>"']/g), count(bare, /[<>"']/g));
    }),
  );
});
