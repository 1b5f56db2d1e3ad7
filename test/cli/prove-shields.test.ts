import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, test } from 'node:test';
import { proveShields } from '../../src/cli/prove-shields.ts';
import { practicePassword, practicePin } from '../../src/population/practice-users.ts';
import { letProbesGoOn, readOwnReach, readProbed, type Probed } from '../../src/services/shield-probes.ts';
import { routes } from '../../src/web/routes.ts';
import { assertExpected } from '../support/expected.ts';
import { openProduct } from '../support/product.ts';

const product = await openProduct({ after });
await shieldSome();
const children = await readProbed(product.database.owner, 5);
const [child] = children;
assert.ok(child !== undefined && children.length === 5);

test('a shielded child’s whereabouts are told by no route to any kind of user, and no route is left out', async () => {
  // The command goes round as every user, against hundreds.
  const users = ['tom.ashworth', 'rachel.stone', 'peter.lowe'];
  const proof = await prove(product.url, users, children.slice(0, 1));
  assert.deepEqual(proof.leaks, []);
  assert.deepEqual(proof.untried, []);
  assert.ok(proof.probes > users.length * routes.length);
  const shown = [...proof.shown].filter(([, what]) => what.size > 0);
  const lines = shown.map(([way, what]) => `${way}: ${[...what].toSorted().join(', ')}`);
  assertExpected('shielded-shown.txt', `${lines.toSorted().join('\n')}\n`);
});

type Plant = (asked: string, answer: Planted, child: Probed) => Partial<Planted>;
type Planted = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

const secretLike = (pattern: RegExp) => (one: Probed) =>
  one.secrets.find((secret) => pattern.test(secret)) ?? '';
const telephone = secretLike(/^0[\d ]{9,}$/);
const email = secretLike(/@/);
const home = secretLike(/^\d+ /);
const name = secretLike(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
const inMain = ({ body }: Planted, words: string) => ({
  body: body.replace('</main>', `<p>${words}</p></main>`),
});
const beside = ({ body }: Planted, one: Probed, words: string) => ({
  body: body.replaceAll(`<bdi>${one.name}</bdi>`, `<bdi>${one.name}</bdi> ${words}`),
});
const row = (one: Probed) => `<ul><li><h2><bdi>${one.name}</bdi></h2></li></ul>`;
const isByPlace = ({ body }: Planted) => body.includes('Nobody found');

// Ten ways in which it could come out, each planted by itself between the service and whoever asks.
const plants: Readonly<Record<string, Plant>> = {
  'the postcode on the withheld record': (asked, answer, one) =>
    /^POST .*\/views$/.test(asked) ? inMain(answer, `Lives at ${one.postcode}`) : {},
  'a carer’s telephone in a link without its spaces': (asked, answer, one) =>
    /^POST .*\/views$/.test(asked)
      ? inMain(answer, `<a href="tel:${telephone(one).replaceAll(' ', '')}">Ring</a>`)
      : {},
  'the address in a header': (asked, { headers }, one) =>
    /^GET \/children\/[\w-]+$/.test(asked) ? { headers: { ...headers, 'x-place': home(one) } } : {},
  'who helps, beside the reason that is asked for': (asked, answer, one) =>
    /^GET \/children\/[\w-]+$/.test(asked) ? inMain(answer, `Worker: ${name(one)}`) : {},
  'an e-mail on the page that refuses': (asked, answer, one) =>
    /^GET .*\/emergency$/.test(asked) ? inMain(answer, email(one)) : {},
  'the child in a list by place': (asked, answer, one) =>
    asked.startsWith('GET /searches/') && isByPlace(answer) ? inMain(answer, row(one)) : {},
  'a count of those not shown, in a search by place': (asked, answer) =>
    asked.startsWith('GET /searches/') && isByPlace(answer)
      ? inMain(answer, '1 more child is not shown.')
      : {},
  'part of the postcode beside the name': (asked, answer, one) =>
    asked.startsWith('GET /searches/') ? beside(answer, one, one.postcode.split(' ')[0] ?? '') : {},
  'the address on a page about nobody': (asked, answer, one) =>
    asked === 'GET /about' ? inMain(answer, `${home(one)}, ${one.postcode}`) : {},
  'the postcode in the file of a proof': (asked, { body }, one) =>
    asked.endsWith('/proof') ? { body: `${body}\n${one.postcode.toLowerCase().replace(' ', '')}` } : {},
};

test('without a leak the same user learns nothing', async () => {
  const proof = await prove(product.url, ['amina.khan'], children.slice(0, 1));
  assert.deepEqual(proof.leaks, []);
});

for (const [what, plant] of Object.entries(plants))
  test(`a leak that is planted is found: ${what}`, async () => {
    const { url, stop } = await plantBetween(product.url, plant);
    const proof = await prove(url, ['amina.khan'], children, true);
    await stop();
    assert.ok(proof.leaks.length > 0);
  });

async function prove(
  url: string,
  userNames: readonly string[],
  probed: readonly Probed[],
  untilFirst = false,
) {
  await product.sql('delete from sign_in_throttle');
  return proveShields({
    url,
    proving: { ways: routes, userNames, password: practicePassword, pin: practicePin },
    children: probed,
    letGoOn: () => letProbesGoOn(product.database.owner),
    ownReach: (userName) => readOwnReach(product.database.owner, userName),
    code: product.codeFor,
    untilFirst,
  });
}

/** The service as it would be if it told too much: its answers, with something added on the way. */
async function plantBetween(url: string, plant: Plant) {
  const server = createServer((request, response) => {
    const bytes: Buffer[] = [];
    request.on('data', (chunk: Buffer) => bytes.push(chunk));
    request.on('end', () => void pass(Buffer.concat(bytes)));
    const pass = async (sent: Buffer) => {
      const { method = 'GET', url: path = '/' } = request;
      const { cookie = '', 'content-type': type = '' } = request.headers;
      const answered = await fetch(new URL(path, url), {
        method,
        redirect: 'manual',
        headers: { cookie, ...(type === '' ? {} : { 'content-type': type }) },
        ...(method === 'POST' && { body: new Uint8Array(sent) }),
      });
      const answer = { body: await answered.text(), headers: headersOf(answered) };
      const changed = {
        ...answer,
        ...children.reduce((so, one) => ({ ...so, ...plant(`${method} ${path}`, so, one) }), answer),
      };
      response.writeHead(answered.status, {
        ...changed.headers,
        'set-cookie': answered.headers.getSetCookie(),
      });
      response.end(changed.body);
    };
  });
  await listening(server);
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const stop = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${address.port}`, stop };
}

function headersOf(answered: Response): Record<string, string> {
  const left = new Set([
    'set-cookie',
    'content-length',
    'transfer-encoding',
    'content-encoding',
    'connection',
  ]);
  return Object.fromEntries([...answered.headers].filter(([header]) => !left.has(header)));
}

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

async function shieldSome(): Promise<void> {
  await product.sql(
    `insert into shield (child_id, shield_no, because, raised_on)
      select child_id, 9, 'domestic abuse', '2026-11-01'
      from child
      join child_address using (child_id)
      where standing = 'current' and whereabouts = 'current' and closed_on is null and postcode is not null
        and exists (select from involvement where involvement.child_id = child.child_id and practitioner_id is not null)
        and exists (select from carer where carer.child_id = child.child_id and telephone is not null and email is not null)
        and address_line ~ '^[0-9]'
      order by child_id
      limit 8`,
  );
  await product.sql(
    `update search_entry set is_shielded = true where child_id in (select child_id from shield where lifted_on is null)`,
  );
}
