/** The seed of a code token as a page shows it in letters: RFC 4648 section 6, in fours. */
export function seedIn(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const seed = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(text)?.[0] ?? '';
  const bits = Array.from(seed.replaceAll(' ', ''), (one) =>
    letters.indexOf(one).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
