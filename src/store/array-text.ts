/**
 * A parameter as it is sent: an array of numbers, texts and truths becomes the text that PostgreSQL reads it from. The driver does
 * so too, at seven times the cost: a block of rows sends thousands. What is left over, as bytes and instants, it writes itself.
 */
export function sentAs(value: unknown): unknown {
  return Array.isArray(value) ? (arrayText(value) ?? value) : value;
}

function arrayText(values: readonly unknown[]): string | undefined {
  let text = '';
  for (let at = 0; at < values.length; at += 1) {
    const element = elementText(values[at]);
    if (element === undefined) return undefined;
    text += at === 0 ? element : `,${element}`;
  }
  return `{${text}}`;
}

function elementText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `"${toEscape.test(value) ? escaped(value) : value}"`;
  return value === null ? 'null' : undefined;
}

const toEscape = /["\\]/;

function escaped(text: string): string {
  return text.replaceAll(/["\\]/g, '\\$&');
}
