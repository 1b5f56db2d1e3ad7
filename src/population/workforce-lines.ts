import type { Day } from '../domain/calendar.ts';
import { copyValue } from '../store/copy.ts';
import type { Lines, WorkforceTable } from '../store/population-load.ts';
import type { Organisations } from './organisations.ts';

/** An area's organisations, teams and practitioners as lines of COPY's text format. */
export function workforceLines(
  { organisations, teams }: Organisations,
  accreditedUntil: Day,
): Lines<WorkforceTable> {
  const lines = { organisation: '', team: '', practitioner: '' };
  for (const { organisationId, kind, name, registerCode, councilCode, lapsedOn } of organisations)
    lines.organisation += line(
      organisationId,
      kind,
      name,
      registerCode,
      councilCode,
      lapsedOn ?? accreditedUntil,
      kind === 'NHS trust',
    );
  for (const {
    teamId,
    organisation,
    serviceKind,
    name,
    telephone,
    email,
    hours,
    isDesk,
    councilCode,
    staff,
  } of teams) {
    lines.team += line(
      teamId,
      organisation.organisationId,
      serviceKind,
      name,
      telephone,
      email,
      hours,
      isDesk,
      councilCode,
    );
    for (const one of staff)
      lines.practitioner += line(
        one.practitionerId,
        teamId,
        one.name,
        one.jobTitle,
        one.telephone,
        one.email,
      );
  }
  return lines;
}

function line(...values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(copyValue).join('\t')}\n`;
}
