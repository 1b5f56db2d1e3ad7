import { londonDay } from '../domain/calendar.ts';
import { randomBytes } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { isOfTheOffice } from '../domain/administration.ts';
import type { FeedDoorRequest, SupplierRelation } from '../domain/feed-door.ts';
import { readNewSupplier, type NewSupplierTyped } from '../domain/new-supplier.ts';
import { lateSince } from '../domain/lateness.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Supplier } from '../domain/supplier.ts';
import type { Transaction } from '../store/connection.ts';
import { findOrganisation } from '../store/organisations.ts';
import {
  endOneCredential,
  findCredentials,
  insertCredential,
  type Credential,
} from '../store/supplier-credentials.ts';
import {
  findRelation,
  findSupplierById,
  insertSupplier,
  listSuppliers,
  type ListedSupplier,
} from '../store/suppliers.ts';
import { decidedAlready, noteDone, refused, type Administered } from './administering.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret } from './credentials.ts';
import type { FormOutcome, ListPage } from './organisations.ts';

const onePage = 20;
const mostPages = 5000;

/** The suppliers that the actor's organisation may know of. */
export async function seeSuppliers(
  { database, now }: ServiceContext,
  actor: Actor,
  page: number,
): Promise<Outcome<ListPage<ListedSupplier>>> {
  if (!Number.isInteger(page) || page < 1 || page > mostPages) return failed(noSuchPage);
  return database.transact(async (tx) => {
    const fault = await refused(tx, actor, now(), { action: 'see suppliers' }, { act: 'refused route' });
    if (fault !== undefined) return failed(fault);
    const wanted = { limit: onePage + 1, offset: (page - 1) * onePage };
    const rows = await listSuppliers(tx, actor.organisationId, isOfTheOffice(actor), wanted);
    return done({ rows: rows.slice(0, onePage), page, hasMore: rows.length > onePage });
  });
}

/** How many suppliers that the actor's organisation may know of are late with a file. Names none. */
export async function lateSuppliers({ database, now }: ServiceContext, actor: Actor): Promise<number> {
  const today = londonDay(now());
  const rows = await database.look((tx) =>
    listSuppliers(tx, actor.organisationId, isOfTheOffice(actor), { limit: 1000, offset: 0 }),
  );
  return rows.filter((row) => lateSince(row, today) !== undefined).length;
}

const noSuchPage: Fault = { kind: 'not-found', says: 'There is no such page of this list.' };

/** A supplier with its terms and its credentials. */
export type SeenSupplier = {
  readonly supplier: Supplier;
  readonly credentials: readonly Credential[];
  readonly relation: SupplierRelation;
};

/** One supplier. */
export async function seeSupplier(
  { database, now }: ServiceContext,
  actor: Actor,
  supplierId: number,
): Promise<Outcome<SeenSupplier>> {
  return database.transact(async (tx) => {
    const found = await allowedSupplier(tx, actor, now(), 'see supplier', supplierId, {
      act: 'refused route',
    });
    if (!found.ok) return found;
    return done({ ...found.value, credentials: await findCredentials(tx, supplierId) });
  });
}

/** The supplier, where the actor may do this to it; a refusal is written down. */
export async function allowedSupplier(
  tx: Transaction,
  actor: Actor,
  now: Date,
  action: FeedDoorRequest['action'],
  supplierId: number,
  entry: Administered,
): Promise<Outcome<Pick<SeenSupplier, 'supplier' | 'relation'>>> {
  const relation = (await findRelation(tx, actor.organisationId, supplierId)) ?? 'other';
  const fault = await refused(tx, actor, now, { action, relation }, entry);
  if (fault !== undefined) return failed(fault);
  const supplier = await findSupplierById(tx, supplierId);
  return supplier === undefined ? failed(noSuchSupplier) : done({ supplier, relation });
}

export const noSuchSupplier: Fault = {
  kind: 'not-found',
  says: 'There is no such supplier here. Start again from the menu.',
};

/** The organisation that a supplier is to be added to; a fault for whoever may add none. */
export async function askToAddSupplier(
  { database, now }: ServiceContext,
  actor: Actor,
  organisationId: number,
): Promise<Outcome<string>> {
  return database.transact(async (tx) => {
    const fault = await refused(tx, actor, now(), { action: 'add supplier' }, { act: 'refused route' });
    if (fault !== undefined) return failed(fault);
    const organisation = await findOrganisation(tx, organisationId);
    return organisation === undefined ? failed(noSuchSupplier) : done(organisation.name);
  });
}

/** Makes an organisation a supplier on terms, of which each is a choice. */
export async function addSupplier(
  { database, now }: ServiceContext,
  actor: Actor,
  organisationId: number,
  typed: NewSupplierTyped,
): Promise<FormOutcome<number>> {
  const present = now();
  return database.transact(async (tx) => {
    const entry = { act: 'add supplier', organisation: organisationId } as const;
    const fault = await refused(tx, actor, present, { action: 'add supplier' }, entry);
    if (fault !== undefined) return failed(fault);
    const read = readNewSupplier(typed);
    if (!read.ok) return read;
    if ((await findOrganisation(tx, organisationId)) === undefined) return failed(noSuchSupplier);
    const agreed = { by: actor.accountId, at: present };
    const supplierId = await insertSupplier(tx, organisationId, read.value, agreed);
    if (supplierId === undefined) return { ok: false, faults: [codeTaken] };
    await noteDone(tx, actor, present, entry);
    return done(supplierId);
  });
}

const codeTaken: Fault = {
  kind: 'invalid',
  field: 'code',
  says: 'Another supplier has this code: choose another',
};

const secretBytes = 32;

/** Makes a credential for a supplier's machine and answers its secret, which is shown this once and kept as a hash. */
export async function makeCredential(
  { database, now }: ServiceContext,
  actor: Actor,
  supplierId: number,
): Promise<Outcome<{ readonly secret: string; readonly supplier: Supplier }>> {
  const present = now();
  return database.transact(async (tx) => {
    const entry = { act: 'make supplier credential' } as const;
    const found = await allowedSupplier(tx, actor, present, 'make supplier credential', supplierId, entry);
    if (!found.ok) return found;
    const { supplier } = found.value;
    if (supplier.organisation === null) return failed(noOrganisation);
    const secret = randomBytes(secretBytes).toString('base64url');
    await insertCredential(tx, supplierId, hashSecret(secret), { by: actor.accountId, at: present });
    const { organisationId: organisation } = supplier.organisation;
    await noteDone(tx, actor, present, { ...entry, organisation });
    return done({ secret, supplier });
  });
}

const noOrganisation: Fault = {
  kind: 'refused',
  says: 'No organisation answers for this supplier: only a command may bring its files.',
};

/** Ends a credential, from the next request on. */
export async function endCredential(
  { database, now }: ServiceContext,
  actor: Actor,
  supplierId: number,
  credentialNo: number,
): Promise<Outcome<'ended'>> {
  const present = now();
  return database.transact(async (tx) => {
    const entry = { act: 'end supplier credential' } as const;
    const found = await allowedSupplier(tx, actor, present, 'end supplier credential', supplierId, entry);
    if (!found.ok) return found;
    const ended = { by: actor.accountId, at: present };
    if (!(await endOneCredential(tx, supplierId, credentialNo, ended))) return failed(decidedAlready);
    await noteDone(tx, actor, present, entry);
    return done('ended');
  });
}
