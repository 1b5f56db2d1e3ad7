/** The seed of a code token as a page shows it: in fours of letters. */
export function seedLettersIn(page: string): string {
  return /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(page)?.[0] ?? '';
}

/** The seed that these letters spell: RFC 4648 section 6. */
export function seedIn(page: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(seedLettersIn(page).replaceAll(' ', ''), (one) =>
    letters.indexOf(one).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
