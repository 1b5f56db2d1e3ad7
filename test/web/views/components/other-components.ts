import { z } from 'zod';
import { backLink } from '../../../../src/web/views/components/back-link.ts';
import { breadcrumbs } from '../../../../src/web/views/components/breadcrumbs.ts';
import { details } from '../../../../src/web/views/components/details.ts';
import { insetText } from '../../../../src/web/views/components/inset-text.ts';
import { notificationBanner } from '../../../../src/web/views/components/notification-banner.ts';
import { pagination } from '../../../../src/web/views/components/pagination.ts';
import { panel } from '../../../../src/web/views/components/panel.ts';
import { phaseBanner } from '../../../../src/web/views/components/phase-banner.ts';
import { serviceNavigation } from '../../../../src/web/views/components/service-navigation.ts';
import { skipLink } from '../../../../src/web/views/components/skip-link.ts';
import { summaryCard, summaryList } from '../../../../src/web/views/components/summary-list.ts';
import { table } from '../../../../src/web/views/components/table.ts';
import { tag } from '../../../../src/web/views/components/tag.ts';
import { warningText } from '../../../../src/web/views/components/warning-text.ts';
import { component, type Component, trusted, wordsOf } from './fixtures.ts';
import { optionalText, said, sized, words } from './options.ts';

const colours = ['grey', 'green', 'teal', 'purple', 'magenta', 'red', 'orange', 'yellow'] as const;

const tagTakes = z.strictObject({
  ...said,
  classes: z
    .enum(colours.map((colour) => `govuk-tag--${colour}`))
    .transform((name) => colours.find((colour) => name.endsWith(colour)))
    .optional(),
});

const link = z.strictObject({ href: z.string() }).transform(({ href }) => href);

const pageItem = z.union([
  z.strictObject({ ellipsis: z.literal(true) }).transform(() => 'gap' as const),
  z.strictObject({ number: z.number(), href: z.string(), current: z.boolean().default(false) }),
]);

const action = z
  .strictObject({ text: z.string(), href: z.string(), visuallyHiddenText: optionalText })
  .transform(({ text, href, visuallyHiddenText }) => ({ text, href, of: visuallyHiddenText }));
const actions = z
  .strictObject({ items: z.array(action).optional() })
  .transform(({ items }) => items)
  .optional();

const list = {
  rows: z.array(z.strictObject({ key: words, value: words, actions })),
  classes: z.literal('govuk-summary-list--no-border').optional(),
};

const cardTakes = z.strictObject({
  title: z.strictObject({ ...said, headingLevel: z.literal([2, 3, 4]).optional() }),
  actions,
});

const cell = z
  .strictObject({ ...said, format: z.literal('numeric').optional(), colspan: z.number().optional() })
  .transform((given) => ({ text: wordsOf(given), numeric: given.format && true, columns: given.colspan }));

const place = z.strictObject({
  href: z.string(),
  text: z.string(),
  current: z.boolean().optional(),
  active: z.boolean().optional(),
});

export const otherComponents: readonly Component[] = [
  component('back-link', z.strictObject({ href: z.string(), text: optionalText }), backLink),
  component(
    'breadcrumbs',
    z.strictObject({ items: z.array(z.strictObject({ text: z.string(), href: optionalText })) }),
    breadcrumbs,
  ),
  component(
    'details',
    z.strictObject({
      ...said,
      summaryText: optionalText,
      summaryHtml: z.string().transform(trusted).optional(),
      id: optionalText,
      open: z.boolean().optional(),
    }),
    ({ summaryText = '', summaryHtml, id, open, ...given }) =>
      details({ summary: summaryHtml ?? summaryText, main: wordsOf(given), id, open }),
  ),
  component('inset-text', z.strictObject({ ...said, id: optionalText }), (given) =>
    insetText({ text: wordsOf(given), ...(given.id !== undefined && { id: given.id }) }),
  ),
  component(
    'notification-banner',
    z.strictObject({
      ...said,
      type: z.literal('success').optional(),
      titleText: optionalText,
    }),
    ({ type, titleText, ...given }) =>
      notificationBanner({ text: wordsOf(given), title: titleText, success: type === 'success' }),
  ),
  component(
    'pagination',
    z.strictObject({ previous: link.optional(), next: link.optional(), items: z.array(pageItem) }),
    pagination,
  ),
  component(
    'panel',
    z.strictObject({ ...said, titleText: z.string(), headingLevel: z.literal(2) }),
    ({ titleText, ...given }) => panel({ title: titleText, text: wordsOf(given) }),
  ),
  component('phase-banner', z.strictObject({ ...said, tag: z.strictObject({ text: z.string() }) }), (given) =>
    phaseBanner({ phase: given.tag.text, text: wordsOf(given) }),
  ),
  component('service-navigation', z.strictObject({ navigation: z.array(place).min(1) }), ({ navigation }) =>
    serviceNavigation({ items: navigation }),
  ),
  component('skip-link', z.strictObject({ text: z.string(), href: z.string() }), skipLink),
  component('summary-list', z.strictObject(list), ({ rows, classes }) =>
    summaryList({ rows, withoutBorders: classes !== undefined }),
  ),
  component('summary-list as a card', z.strictObject({ ...list, card: cardTakes }), ({ rows, card }) => {
    const { headingLevel, ...title } = card.title;
    return summaryCard({ rows, title: wordsOf(title), headingLevel, actions: card.actions });
  }),
  component(
    'table',
    z.strictObject({
      caption: optionalText,
      captionClasses: sized('govuk-table__caption'),
      head: z.array(cell).optional(),
      rows: z.array(z.array(cell)),
      firstCellIsHeader: z.boolean().optional(),
      classes: z.literal('govuk-table--small-text-until-tablet').optional(),
    }),
    ({ captionClasses, classes, ...given }) =>
      table({ ...given, captionSize: captionClasses, dense: classes !== undefined }),
  ),
  component('tag', tagTakes, (given) => tag({ text: wordsOf(given), colour: given.classes })),
  component(
    'warning-text',
    z.strictObject({ ...said, iconFallbackText: z.literal('Warning').optional() }),
    (given) => warningText({ text: wordsOf(given) }),
  ),
];
