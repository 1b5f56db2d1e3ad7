/** Markup that is safe to send: made only by `html`, which escapes all that is not already Html. */
export type Html = { readonly [markup]: string };

/** Words for a page: plain text, which will be escaped, or ready markup. */
export type Words = string | Html;

/** What may stand in an `html` template. Lists are joined; null, undefined and false leave nothing. */
export type Content = Words | number | null | undefined | false | readonly Content[];

const markup = Symbol('markup');

/**
 * The template tag that every page is made with. A value may stand in text or in a quoted attribute.
 * There is no way to turn a string into Html unescaped: constant markup is html`<b>like this</b>`.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  let out = strings[0] ?? '';
  for (let at = 0; at < values.length; at++) {
    out += markupOf(values[at]) + (strings[at + 1] ?? '');
  }
  return { [markup]: out };
}

/** The text of some content as it goes into an answer. */
export function markupOf(content: Content): string {
  if (typeof content === 'string') return escape(content);
  if (content === null || content === undefined || content === false) return '';
  if (typeof content === 'number') return String(content);
  if (isList(content)) return listMarkup(content);
  return content[markup];
}

/** Attributes with a leading space each; those that are undefined or false are left out, true stands alone. */
export function attributes(named: Attributes | undefined): Html {
  let out = '';
  for (const [name, value] of Object.entries(named ?? {})) {
    if (value === undefined || value === false) continue;
    out += value === true ? ` ${escape(name)}` : ` ${escape(name)}="${markupOf(value)}"`;
  }
  return { [markup]: out };
}

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

function isList(content: object): content is readonly Content[] {
  return Array.isArray(content);
}

function listMarkup(list: readonly Content[]): string {
  let out = '';
  for (const each of list) out += markupOf(each);
  return out;
}

// A NUL cannot be written in HTML, and half a surrogate pair cannot be sent as UTF-8.
const needsCare = /[&<>"'\0]/;

function escape(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  const first = wellFormed.search(needsCare);
  return first === -1 ? wellFormed : escapeFrom(wellFormed, first);
}

function escapeFrom(text: string, first: number): string {
  let out = '';
  let copied = 0;
  for (let at = first; at < text.length; at++) {
    const instead = insteadOf(text.charCodeAt(at));
    if (instead === undefined) continue;
    out += text.slice(copied, at) + instead;
    copied = at + 1;
  }
  return out + text.slice(copied);
}

function insteadOf(code: number): string | undefined {
  switch (code) {
    case 0x26:
      return '&amp;';
    case 0x3c:
      return '&lt;';
    case 0x3e:
      return '&gt;';
    case 0x22:
      return '&quot;';
    case 0x27:
      return '&#39;';
    case 0x00:
      return '';
    default:
      return undefined;
  }
}
