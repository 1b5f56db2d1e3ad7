/**
 * One line of a CSV file (RFC 4180). A cell that a spreadsheet would take for a formula is made text by an apostrophe before it:
 * those that begin with = + - @, a tab or a carriage return (OWASP, CSV injection).
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
