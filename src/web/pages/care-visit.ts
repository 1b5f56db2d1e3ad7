import type { Fault } from '../../domain/outcome.ts';
import { noSuchRecord } from '../../services/child-record.ts';
import type { WorkSent } from '../../services/care.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, type Reply } from '../reply.ts';
import { childOfHandle, numberHandle, numberOfHandle } from '../secrecy.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';

/** The child that the address names in this session. */
export function childNamed({ site, handleSecret, params }: SignedInVisit): number | undefined {
  return childOfHandle(site.handleKey, handleSecret, params['child'] ?? '');
}

/** Where the address names no child of this session. */
export async function noSuchChild(visit: SignedInVisit): Promise<Reply> {
  await noteRefusal(visit.site.services, visit.actor, 'no such record in this session');
  return faultReply(visit, noSuchRecord);
}

/** The address of something of the child that the present address names. */
export function ofChild({ params }: SignedInVisit, rest = ''): `/${string}` {
  return `/children/${encodeURIComponent(params['child'] ?? '')}${rest}`;
}

/** The work that the address names, with the version that the form was made for. */
export function workNamed(visit: SignedInVisit, childId: number): WorkSent {
  const { site, handleSecret, params, form } = visit;
  const no = numberOfHandle(site.handleKey, handleSecret, { of: 'work', childId }, params['work'] ?? '');
  const version = form.get('version') ?? '';
  return { no, version: /^\d{1,9}$/.test(version) ? Number(version) : 0 };
}

/** The name of one work with the child in this session. */
export function workHandle({ site, handleSecret }: SignedInVisit, childId: number, no: number): string {
  return numberHandle(site.handleKey, handleSecret, { of: 'work', childId, no });
}

type Came = { readonly ok: true } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Where a form leads: on, where it was done; to the same form, where boxes are wrong; else to a plain page that says why
 * nothing was changed.
 */
export async function afterForm(
  visit: SignedInVisit,
  came: Came,
  leads: { readonly to: `/${string}`; readonly again?: (faults: readonly Fault[]) => Promise<Reply> },
): Promise<Reply> {
  if (came.ok) return goTo(leads.to);
  const [fault] = came.faults;
  if (leads.again !== undefined && came.faults.some((one) => one.field !== undefined))
    return leads.again(came.faults);
  return faultReply(visit, fault ?? noSuchRecord);
}
