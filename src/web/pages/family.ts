import { showDay } from '../../domain/calendar.ts';
import { familyWords, type FamilyWords } from '../../domain/family-words.ts';
import type { Fault } from '../../domain/outcome.ts';
import { seeOwnRecord, seeWhoLooked, type Helper, type Look } from '../../services/family-record.ts';
import { dropCookie, familyCookie } from '../cookies.ts';
import { goTo, type Reply } from '../reply.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import { telephoneLink } from '../views/telephone.ts';
import type { FamilyVisit } from '../visit.ts';
import { familyReply } from './family-frame.ts';
import { faultReply } from './faults.ts';

/** Who helps, where the reader lives, and when the child was born. */
export async function showOwnRecord(visit: FamilyVisit): Promise<Reply> {
  const seen = await seeOwnRecord(visit.site.services, visit.familySecret);
  if (!seen.ok) return notIn(visit, seen.fault);
  const { wording, firstName, dateOfBirth, home, helpers } = seen.value;
  const words = familyWords[wording];
  const main = html`<p class="govuk-body-l"><bdi>${firstName}</bdi></p>
    <p class="govuk-body-l">${helpers.length === 0 ? words.nobodyHelping : words.helpingIntro}</p>
    ${helpers.map((helper) => helperView(helper, words))}
    <h2 class="govuk-heading-m">${words.home}</h2>
    <p class="govuk-body-l">
      ${home.length === 0 ? words.noHome : home.map((line, at) => html`${at > 0 && html`<br />`}<bdi>${line}</bdi>`)}
    </p>
    <h2 class="govuk-heading-m">${words.born}</h2>
    <p class="govuk-body-l">${showDay(dateOfBirth)}</p>`;
  return familyReply(visit, wording, { title: words.helping, main });
}

/** Who looked, newest first. */
export async function showWhoLooked(visit: FamilyVisit): Promise<Reply> {
  const seen = await seeWhoLooked(visit.site.services, visit.familySecret);
  if (!seen.ok) return notIn(visit, seen.fault);
  const { wording, looks } = seen.value;
  const words = familyWords[wording];
  const main = html`<p class="govuk-body-l">${looks.length === 0 ? words.nobodyLooked : words.lookedIntro}</p>
    <ul class="govuk-list govuk-list--spaced">
      ${looks.map((look) => html`<li class="govuk-body-l">${lookView(look, words)}</li>`)}
    </ul>`;
  return familyReply(visit, wording, { title: words.looked, main });
}

/** Where there is no session that stands: to the door. */
export function notIn(visit: FamilyVisit, fault: Fault): Reply {
  if (fault.kind !== 'stale') return faultReply(visit, fault);
  return goTo('/family/sign-in', [dropCookie(familyCookie)]);
}

function helperView(
  { service, organisation, team, telephone, person, jobTitle, isLead }: Helper,
  words: FamilyWords,
): Html {
  const who = person === null ? html`<bdi>${team}</bdi>` : html`<bdi>${person}</bdi>`;
  return html`<h2 class="govuk-heading-m">${who}</h2>
    <p class="govuk-body-l">
      ${jobTitle !== null && person !== null && html`${jobTitle}.<br />`}${service},
      <bdi>${organisation}</bdi>.<br />${isLead && html`${words.leads}<br />`}${telephoneLink(telephone)}
    </p>`;
}

function lookView({ at, role, organisation, reason }: Look, words: FamilyWords): Html {
  const why = (reason === null ? undefined : words.reasons[reason]) ?? words.otherReason;
  return html`<strong>${role}</strong>${organisation !== null && html`, <bdi>${organisation}</bdi>`}<br />
    ${momentInWords(at)}<br />
    ${why}`;
}
