// What a spreadsheet takes for a formula or a command, wide forms and leading controls included (OWASP, CSV injection).
const startsFormula = /^[\p{Cc}\p{Zs}]*[=+\-@＝＋－＠]|^\p{Cc}/u;

/** A cell that a spreadsheet shows and does not carry out: what would begin a formula gets an apostrophe before it. */
export function neutralCell(text: string): string {
  return startsFormula.test(text) ? `'${text}` : text;
}
