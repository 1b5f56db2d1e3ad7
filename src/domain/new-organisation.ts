import { referenceFault } from './accreditation.ts';
import { emailFault, telephoneFault, wordsFault } from './contact-details.ts';
import { formatHours, parseHours } from './opening-hours.ts';
import { isOrganisationKind, organisationKinds, type OrganisationKind } from './organisation-kinds.ts';
import { done, type Fault } from './outcome.ts';
import { isServiceKind, type ServiceKind } from './service-kinds.ts';

/** What is typed of an organisation that is to be added. */
export type NewOrganisationTyped = {
  readonly kind: string;
  readonly name: string;
  readonly registerCode: string;
  readonly council: string;
};

export type NewOrganisation = {
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly registerCode: string | null;
  readonly councilCode: number | null;
};

type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads an organisation that is to be added; or all that is wrong with it. */
export function readNewOrganisation(
  { kind, name, registerCode, council }: NewOrganisationTyped,
  councils: readonly { readonly councilCode: number }[],
): Read<NewOrganisation> {
  const code = isOrganisationKind(kind) && 'code' in organisationKinds[kind];
  const councilCode = councils.find((one) => String(one.councilCode) === council)?.councilCode ?? null;
  const faults = [
    isOrganisationKind(kind) ? undefined : boxFault('kind', 'Select the kind of organisation'),
    wordsFault('name', name, 'the name of the organisation'),
    code ? referenceFault('registerCode', registerCode, 'the register code') : undefined,
    councilCode === null && isOrganisationKind(kind) && kind !== 'ContactPoint office'
      ? boxFault('council', 'Select the council whose area it works in')
      : undefined,
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0 || !isOrganisationKind(kind)) return { ok: false, faults };
  return done({
    kind,
    name: name.trim(),
    registerCode: code ? registerCode.trim().toUpperCase() : null,
    councilCode,
  });
}

/** What is typed of a team that is to be added. */
export type NewTeamTyped = {
  readonly serviceKind: string;
  readonly name: string;
  readonly telephone: string;
  readonly email: string;
  readonly hours: string;
  readonly isDesk: boolean;
};

/** Reads a team that is to be added; or all that is wrong with it. */
export function readNewTeam(typed: NewTeamTyped): Read<NewTeamTyped & { readonly serviceKind: ServiceKind }> {
  const { serviceKind, name, telephone, email, isDesk } = typed;
  const hours = parseHours(typed.hours.trim());
  const faults = [
    isServiceKind(serviceKind) ? undefined : boxFault('serviceKind', 'Select what the team does'),
    wordsFault('name', name, 'the name of the team'),
    telephoneFault('telephone', telephone),
    emailFault('email', email),
    hours.ok ? undefined : boxFault('hours', hours.fault.says),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0 || !isServiceKind(serviceKind) || !hours.ok) return { ok: false, faults };
  const trimmed = { name: name.trim(), telephone: telephone.trim(), email: email.trim() };
  return done({ serviceKind, ...trimmed, hours: formatHours(hours.value), isDesk });
}

function boxFault(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
