import { randomBytes } from 'node:crypto';
import { matchFeeds } from '../../src/jobs/match-feeds.ts';
import { hashSecret } from '../../src/services/credentials.ts';
import { testSecrets } from './population.ts';
import type { Product } from './product.ts';

/** A supplier that an organisation has become: its code is its name, and its secret opens the door. */
export type TestSupplier = { readonly supplierId: number; readonly secret: string };

export type SupplierWanted = {
  readonly code: string;
  /** As the population names it. */
  readonly organisation: string;
  readonly standing?: 'nhs-pds' | 'school-census' | 'council';
  readonly formats?: readonly string[];
  readonly fields?: readonly string[];
  readonly faultsAtMost?: number;
  readonly knownAtLeast?: number;
  readonly everyDays?: number;
};

const everyField = [
  'nhsNumber',
  'upn',
  'schoolUrn',
  'practiceCode',
  'address',
  'preferredName',
  'formerNames',
  'diedOn',
];

/** Makes an organisation of the population a supplier with a credential. */
export async function addTestSupplier(product: Product, wanted: SupplierWanted): Promise<TestSupplier> {
  const { code, organisation, standing = 'nhs-pds', formats = ['pds-fhir'], everyDays = null } = wanted;
  const { fields = [...everyField, 'carers'], faultsAtMost = 0.05, knownAtLeast = 0 } = wanted;
  const [row] = await product.sql(
    `with added as (
        insert into supplier (code, name, standing) values ($1, $1, $2) returning supplier_id
      ), agreed as (
        insert into supplier_terms (supplier_id, organisation_id, formats, fields, faults_at_most, known_at_least, every_days,
          agreed_by, agreed_at)
        select supplier_id, organisation_id, $3, $4, $5, $6, $7, (select min(account_id) from account), $8
        from added, organisation
        where organisation.name = $9
        returning supplier_id
      )
      select supplier_id from agreed`,
    [code, standing, formats, fields, faultsAtMost, knownAtLeast, everyDays, product.now(), organisation],
  );
  const supplierId = Number(row?.[0]);
  const secret = randomBytes(32).toString('base64url');
  await product.sql(
    `insert into supplier_credential (supplier_id, credential_no, secret_hash, made_by, made_at)
      select $1, 1, $2, min(account_id), $3 from account`,
    [supplierId, hashSecret(secret), product.now()],
  );
  return { supplierId, secret };
}

/** Does what the worker does by the clock: matches all that waits. */
export async function matchNow({ database, now }: Product): Promise<void> {
  await matchFeeds(
    { database: database.application, secrets: testSecrets, now },
    new AbortController().signal,
  );
}
