import type { Day } from '../domain/calendar.ts';
import { copyText, type CopyText } from '../store/copy-text.ts';
import type { WorkforceTable } from '../store/population-load.ts';
import type { Organisation, Organisations, Team } from './founding.ts';

type Texts = Readonly<Record<WorkforceTable, CopyText>>;

/** An area's organisations, teams and practitioners as text for COPY. */
export function workforceTexts(
  { organisations, teams }: Organisations,
  accreditedUntil: Day,
): Readonly<Record<WorkforceTable, Uint8Array>> {
  const texts: Texts = { organisation: copyText(), team: copyText(), practitioner: copyText() };
  for (const organisation of organisations) writeOrganisation(texts, organisation, accreditedUntil);
  for (const team of teams) writeTeam(texts, team);
  const { organisation, team, practitioner } = texts;
  return { organisation: organisation.bytes(), team: team.bytes(), practitioner: practitioner.bytes() };
}

function writeOrganisation(texts: Texts, organisation: Organisation, accreditedUntil: Day): void {
  const { organisationId, kind, name, registerCode, councilCode, lapsedOn = accreditedUntil } = organisation;
  const sharesMachines = kind === 'NHS trust'; // wards do
  texts.organisation.row(organisationId, kind, name, registerCode, councilCode, lapsedOn, sharesMachines);
}

function writeTeam(texts: Texts, team: Team): void {
  const { teamId, organisation, serviceKind, telephone, email, hours, isDesk, councilCode } = team;
  const reached = [telephone, email, hours, isDesk, councilCode] as const;
  texts.team.row(teamId, organisation.organisationId, serviceKind, team.name, ...reached);
  for (const { practitionerId, name, jobTitle, ...direct } of team.staff)
    texts.practitioner.row(practitionerId, teamId, name, jobTitle, direct.telephone, direct.email);
}
