import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { html, type Html, markupOf, type Words } from '../../../../src/web/views/html.ts';

/** One component: what our function makes of a fixture, and the fixture's answer to compare it with. */
export type Component = {
  readonly name: string;
  readonly compare: (fixture: Fixture) => Comparison;
};

/** `unsupported` names the options, or values of options, that our component does not take. */
export type Comparison =
  | { readonly made: readonly string[]; readonly wanted: readonly string[] }
  | { readonly unsupported: readonly string[] };

export type Fixture = { readonly name: string; readonly options: unknown; readonly html: string };

const fixtureFile = z.object({
  fixtures: z.array(z.object({ name: z.string(), options: z.unknown(), html: z.string() })),
});

/** The fixtures that govuk-frontend ships for one component: "button", or "button as a link". */
export function fixturesOf(name: string): readonly Fixture[] {
  const [folder] = name.split(' ');
  const path = createRequire(import.meta.url).resolve(
    `govuk-frontend/dist/govuk/components/${folder}/fixtures.json`,
  );
  return fixtureFile.parse(JSON.parse(readFileSync(path, 'utf8'))).fixtures;
}

/** A component, with the shape of the options that it takes. `reword` is for a difference that we want. */
export function component<Options>(
  name: string,
  takes: z.ZodType<Options>,
  make: (options: Options) => Html,
  reword: (wanted: string, options: Options) => string = (wanted) => wanted,
): Component {
  return {
    name,
    compare: (fixture) => {
      const read = takes.safeParse(fixture.options);
      if (!read.success) return { unsupported: missed(read.error) };
      const made = normal(markupOf(make(read.data)));
      return { made, wanted: normal(reword(fixture.html, read.data)) };
    },
  };
}

function missed(error: z.ZodError): readonly string[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.filter((step) => typeof step === 'string');
    if (issue.code !== 'unrecognized_keys') return [path.join('.')];
    return issue.keys.map((key) => [...path, key].join('.'));
  });
}

/** Words as our components take them. */
export function wordsOf(given: {
  readonly text?: string | number | undefined;
  readonly html?: string | undefined;
}): Words {
  return given.html === undefined ? String(given.text ?? '') : trusted(given.html);
}

/** The fixtures' own markup as Html. Only a test has reason to go behind the template tag's back. */
export function trusted(markup: string): Html {
  return html(Object.assign([markup], { raw: [markup] }));
}

/** Markup in one spelling: no space around tags, attributes and classes in order, entities decoded. */
export function normal(markup: string): readonly string[] {
  const pieces = markup.match(/<[^>]*>|[^<]+/g) ?? [];
  return pieces
    .map((piece) => (piece.startsWith('<') ? normalTag(piece) : normalText(piece)))
    .filter(Boolean);
}

function normalText(text: string): string {
  return decoded(text).replace(/\s+/g, ' ').trim();
}

function normalTag(tag: string): string {
  const name = /^<\/?[\w-]+/.exec(tag)?.[0] ?? '';
  const pairs = [...tag.slice(name.length).matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(
    ([, key = '', value]) => {
      const meant = normalText(value ?? '');
      return `${key}=${key === 'class' ? meant.split(' ').toSorted().join(' ') : meant}`;
    },
  );
  return `${name} ${pairs.toSorted().join(' ')}>`;
}

function decoded(text: string): string {
  const meant: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    '#96': '`',
  };
  return text.replace(/&(amp|lt|gt|quot|#39|#96);/g, (entity, name: string) => meant[name] ?? entity);
}
