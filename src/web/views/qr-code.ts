import { encode } from 'uqr';
import { html, type Html } from './html.ts';

const quietModules = 4; // ISO/IEC 18004: the white border that scanners need

/** A QR code as a drawing of this page's own, so that what it says is fetched from nowhere. */
export function qrCode(says: string, label: string): Html {
  const { data, size } = encode(says, { ecc: 'M', border: quietModules });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return html`<svg
    class="app-qr-code"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${size} ${size}"
    width="${size * 5}"
    height="${size * 5}"
    shape-rendering="crispEdges"
  >
    <rect width="${size}" height="${size}" fill="#fff" />
    <path d="${squares.join('')}" fill="#000" />
  </svg>`;
}
