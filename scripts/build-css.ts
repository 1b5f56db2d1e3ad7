import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'sass';

const root = new URL('../', import.meta.url);

/** The styles that pages load, compiled from their source: our own settings and rules on govuk-frontend's. */
export function compiledStyles(): string {
  const source = fileURLToPath(new URL('src/web/assets/contactpoint.scss', root));
  const { css } = compile(source, {
    style: 'compressed',
    charset: false,
    loadPaths: [fileURLToPath(new URL('node_modules', root))],
  });
  return `${css}\n`;
}

if (import.meta.main) {
  writeFileSync(new URL('src/web/assets/contactpoint.css', root), compiledStyles());
}
