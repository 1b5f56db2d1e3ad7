import assert from 'node:assert/strict';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';
import { inviteFamily } from '../../src/services/invite-family.ts';
import { bytesOfBase32 } from './base32.ts';
import { actorOf } from './actors.ts';
import type { Answer, Client } from './http-client.ts';
import type { Product } from './product.ts';

export const familyPassword = 'copper lantern walrus';

/** Somebody of a family who is signed in, with what they sign in by. */
export type SignedInFamily = {
  readonly client: Client;
  readonly page: Answer;
  readonly again: () => Promise<Answer>;
};

/** Issues an invitation, as a record keeper who saw what proves it. */
export async function invited(product: Product, childId: number, whom = 'child') {
  const rachel = await actorOf(product.database, 'rachel.stone');
  const given = await inviteFamily(product.site.services, rachel, childId, {
    whom,
    identity: 'passport',
    responsibility: whom === 'child' ? '' : 'birth certificate',
    handOver: 'school',
    disputed: false,
  });
  assert.ok(given.ok);
  assert.ok(given.value.paper);
  return given.value.paper;
}

/** Goes with an invitation through the door, to the first page. */
export async function throughDoor(
  product: Product,
  paper: { readonly userName: string; readonly code: string },
  firstName: string,
): Promise<SignedInFamily> {
  const client = product.newClient();
  const setUp = await client.submit(await client.get('/family/begin'), {
    'user-name': paper.userName,
    code: paper.code,
  });
  const seed = bytesOfBase32(/app-seed">([A-Z2-7 ]+)</.exec(setUp.body)?.[1] ?? '');
  const code = (): string => {
    product.move({ seconds: 30 });
    return codeAt(seed, stepAt(product.now()));
  };
  const ready = await client.submit(setUp, {
    firstName,
    password: familyPassword,
    passwordAgain: familyPassword,
    code: code(),
  });
  assert.match(ready.body, /All is set up/);
  const again = async (): Promise<Answer> =>
    client.submit(await client.get('/family/sign-in'), {
      'user-name': paper.userName,
      password: familyPassword,
      code: code(),
    });
  return { client, page: await again(), again };
}

/** A child of this age with a parent who has responsibility, unshielded. */
export async function familyOf(product: Product, age: number) {
  const [[childId, first, familyName, carer, street] = []] = await product.sql(
    `select child.child_id, child.given_names, child.family_name, carer_no, child_address.address_line
      from child join carer using (child_id) join child_address on child_address.child_id = child.child_id and child_address.address_no = carer.address_no
      where extract(year from age('2026-11-23', date_of_birth)) = $1 and parental_responsibility = 'yes' and closed_on is null
        and child_address.standing = 'current' and person_id is not null
        and not exists (select from shield where shield.child_id = child.child_id)
        and exists (select from involvement where involvement.child_id = child.child_id)
      order by child.child_id limit 1`,
    [age],
  );
  return {
    childId: Number(childId),
    firstName: (first ?? '').split(' ')[0] ?? '',
    familyName: familyName ?? '',
    carer: carer ?? '',
    street: street ?? '',
  };
}
