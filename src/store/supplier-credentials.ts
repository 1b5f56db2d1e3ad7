import { bytes, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const ofSupplier = statement({
  name: 'credentials-of-supplier',
  text: `select credential_no, full_name, made_at, last_used_at, ended_at
    from supplier_credential
    join account on account_id = made_by
    where supplier_id = $1
    order by credential_no desc
    limit 50`,
  takes: [smallint],
  gives: {
    credential_no: smallint,
    full_name: text,
    made_at: instant,
    last_used_at: nullable(instant),
    ended_at: nullable(instant),
  },
});

const add = statement({
  name: 'add-supplier-credential',
  text: `insert into supplier_credential (supplier_id, credential_no, secret_hash, made_by, made_at)
    select $1, coalesce(max(credential_no), 0) + 1, $2, $3, $4 from supplier_credential where supplier_id = $1
    returning credential_no`,
  takes: [smallint, bytes, integer, instant],
  gives: { credential_no: smallint },
});

const end = statement({
  name: 'end-supplier-credential',
  text: `update supplier_credential set ended_by = $3, ended_at = $4
    where supplier_id = $1 and credential_no = $2 and ended_at is null
    returning credential_no`,
  takes: [smallint, smallint, integer, instant],
  gives: { credential_no: smallint },
});

const use = statement({
  name: 'use-supplier-credential',
  text: `update supplier_credential set last_used_at = $2
    where secret_hash = $1 and ended_at is null
    returning supplier_id, (
      select accredited_until
      from supplier_terms
      join organisation using (organisation_id)
      where supplier_terms.supplier_id = supplier_credential.supplier_id
    ) as accredited_until`,
  takes: [bytes, instant],
  gives: { supplier_id: smallint, accredited_until: nullable(day) },
});

/** One of a supplier's credentials: never its secret. */
export type Credential = {
  readonly credentialNo: number;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly lastUsedAt: Date | null;
  readonly endedAt: Date | null;
};

/** A supplier's credentials, the newest first. */
export async function findCredentials(tx: Transaction, supplierId: number): Promise<readonly Credential[]> {
  const rows = await ofSupplier.rows(tx, supplierId);
  return rows.map((row) => ({
    credentialNo: row.credential_no,
    madeBy: row.full_name,
    madeAt: row.made_at,
    lastUsedAt: row.last_used_at,
    endedAt: row.ended_at,
  }));
}

/** Keeps the hash of a new secret. */
export async function insertCredential(
  tx: Transaction,
  supplierId: number,
  secretHash: Buffer,
  made: { readonly by: number; readonly at: Date },
): Promise<void> {
  await add.rows(tx, supplierId, secretHash, made.by, made.at);
}

/** Ends a credential; answers whether it stood. */
export async function endOneCredential(
  tx: Transaction,
  supplierId: number,
  credentialNo: number,
  ended: { readonly by: number; readonly at: Date },
): Promise<boolean> {
  return (await end.first(tx, supplierId, credentialNo, ended.by, ended.at)) !== undefined;
}

/** Whose credential it is, noting that it was used; undefined for any that does not stand. */
export async function useCredential(tx: Transaction, secretHash: Buffer, at: Date) {
  const row = await use.first(tx, secretHash, at);
  return row && { supplierId: row.supplier_id, accreditedUntil: row.accredited_until };
}
