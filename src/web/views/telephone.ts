import { attributes, html, type Html } from './html.ts';

// How the digits of a number are grouped when they are read aloud: the area code first, whose length follows from
// how the number begins (Ofcom, National Telephone Numbering Plan). The last group takes what is left.
const groupings: readonly { readonly begins: RegExp; readonly groups: readonly number[] }[] = [
  { begins: /^02/, groups: [3, 4, 4] }, // London, Cardiff, Northern Ireland …
  { begins: /^01(?:1|.1)/, groups: [4, 3, 4] }, // Leeds 0113, Manchester 0161 …
  { begins: /^0[3589]\d{9}$/, groups: [4, 3, 4] }, // 03xx, 0808 …
  { begins: /^0[589]\d{8}$/, groups: [4, 6] }, // older 0800 numbers
  { begins: /^08001111$/, groups: [4, 4] }, // Childline
  { begins: /^0/, groups: [5, 6] }, // other towns, and mobiles
];

/** A telephone number as it is read aloud: "0161 496 0123". One that is not a United Kingdom number stays as given. */
export function spaced(number: string): string {
  const digits = national(number);
  const groups = digits && groupings.find(({ begins }) => begins.test(digits))?.groups;
  return groups ? grouped(digits, groups) : number.trim();
}

/** The number that a telephone dials from anywhere: "+441614960123". Undefined where nothing can be dialled. */
export function dialable(number: string): string | undefined {
  const digits = national(number);
  if (digits) return `+44${digits.slice(1)}`;
  const bare = number.replace(/[\s().-]/g, '');
  return /^\+?\d{3,15}$/.test(bare) ? bare : undefined; // E.164: at most 15 digits; 3 for 999, 111, 101
}

/** A link that dials, showing the number spaced. */
export function telephoneLink(number: string, classes = 'govuk-link'): Html {
  const shown = html`<span class="govuk-visually-hidden">Telephone </span>${spaced(number)}`;
  const dials = dialable(number);
  if (dials === undefined) return html`<span class="${classes}">${shown}</span>`;
  return html`<a${attributes({ class: classes, href: `tel:${dials}` })}>${shown}</a>`;
}

function national(number: string): string | undefined {
  const digits = number.replace(/[\s().-]/g, '').replace(/^(?:\+44|0044)0?/, '0');
  return /^0\d{7,10}$/.test(digits) ? digits : undefined;
}

function grouped(digits: string, groups: readonly number[]): string {
  const starts = groups.map((_, at) => groups.slice(0, at).reduce((sum, each) => sum + each, 0));
  return starts.map((from, at) => digits.slice(from, starts[at + 1])).join(' ');
}
