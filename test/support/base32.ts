const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; // RFC 4648 section 6

/** The bytes that a seed's letters stand for, as an app reads them. */
export function bytesOfBase32(text: string): Buffer {
  const read = Array.from(text.replaceAll(' ', ''), (letter) => letters.indexOf(letter).toString(2));
  const bits = read.map((five) => five.padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
