// The whole surface on one page, however long it gets.
/* oxlint-disable max-lines */
import type { Action } from '../domain/policy.ts';
import { askForOwnWork, askForOwnWorkAgain, takeOwnWork } from './pages/add-work.ts';
import { showAccessReview, takeReviewAnswer } from './pages/access-review.ts';
import { askWhoComesBack, askWhoComesBackAgain, showComeBackDone, takeComeBack } from './pages/come-back.ts';
import { showLeaving, showLeavingAgain, takeBackEngland, takeLeftEngland } from './pages/leaving.ts';
import { askForWhomToCopy, askForWhomToCopyAgain, printCopy } from './pages/record-copy.ts';
import { showAbout } from './pages/about.ts';
import {
  askFamilyIn,
  askFamilyInAgain,
  askForPaper,
  askForPaperAgain,
  askToSetUp,
  askToSetUpAgain,
  leaveQuickly,
  letFamilyIn,
  signFamilyOut,
  takePaper,
  takeSetUp,
} from './pages/family-door.ts';
import {
  sendOwnRecord,
  showOwnLeaving,
  showOwnLeavingAgain,
  takeStay,
  takeStayBack,
} from './pages/family-leaving.ts';
import { showOwnRecord, showWhoLooked } from './pages/family.ts';
import {
  askWhomToInvite,
  askWhomToInviteAgain,
  takeInvitationOf,
  takeSecondOf,
} from './pages/invite-family.ts';
import { showForFamilies, showPrivacy } from './pages/for-families.ts';
import { askForReason, askForReasonAgain, returnToReason, showRecord } from './pages/child-record.ts';
import { askToShield, askToShieldAgain, putShieldOn, showShieldIsOn } from './pages/ask-shield.ts';
import { askToLiftShield, decideOnLift, keepShieldOn, showShield } from './pages/shield.ts';
import { showShields } from './pages/shields.ts';
import { showIdentities } from './pages/identities.ts';
import { askForIdentity, decideOnIdentity, showIdentity, showIdentityAgain } from './pages/identity.ts';
import { askForEmergency, askForEmergencyAgain, openShielded, showShielded } from './pages/emergency.ts';
import { showEmergencies, takeEmergencyReview } from './pages/emergencies.ts';
import {
  askKeyToResume,
  coverPages,
  resumePages,
  resumePagesWithKey,
  returnToCover,
  showCover,
  showCoverAgain,
} from './pages/covered.ts';
import { endSession, showOwnSessions, stay } from './pages/own-sessions.ts';
import { actFor, askForWhom, askForWhomAgain, stop } from './pages/colleague.ts';
import { askWhyAgain, takeReason } from './pages/over-budget.ts';
import { letOn, showStopped } from './pages/stopped.ts';
import { askWhoToFind, askWhoToFindAgain, search } from './pages/find-child.ts';
import { sendProof, showReceipt } from './pages/receipt.ts';
import { showResults } from './pages/search-results.ts';
import {
  askForCode,
  askForCodeAgain,
  askForPassword,
  askForPasswordAgain,
  askForSecurityKey,
  showSignedOut,
  returnToCode,
  signIn,
  signInWithKey,
  signOut,
  tryPassword,
} from './pages/sign-in.ts';
import {
  askForActivationCode,
  askForActivationCodeAgain,
  askForSecrets,
  askForSecretsAgain,
  showAgreement,
  showAgreementAgain,
  showReady,
  showCodeToken,
  showCodeTokenAgain,
  showToken,
  askFirstKey,
  returnToToken,
  takeActivationCode,
  takeAgreement,
  takeSecrets,
  takeCodeToken,
  takeFirstKey,
} from './pages/activate.ts';
import { showNewAgreement, showNewAgreementAgain, signNewAgreement } from './pages/agreement.ts';
import { askWhoToEnrol, askWhoToEnrolAgain, takeEnrolment } from './pages/enrol.ts';
import { askForPeopleFile, decideOnFile, sendFile, showPeopleLists } from './pages/people-lists.ts';
import { filterPeople, filterPeopleAgain, showPeople } from './pages/people.ts';
import {
  decideOnChange,
  decideOnRenewal,
  showPerson,
  takeChange,
  takeRenewal,
  takeRenewalAgain,
} from './pages/person.ts';
import { decideOnEnrolment, renewCode, showWaiting } from './pages/enrolments.ts';
import { askForEvidence, askForEvidenceAgain, takeEvidence } from './pages/accreditation.ts';
import {
  askForOrganisation,
  askForOrganisationAgain,
  askForTeam,
  askForTeamAgain,
  takeOrganisation,
  takeTeam,
} from './pages/new-organisation.ts';
import {
  decideOnAccreditation,
  showOrganisation,
  showOwnOrganisation,
  takeBackAccreditation,
} from './pages/organisation.ts';
import { filterOrganisations, filterOrganisationsAgain, showOrganisations } from './pages/organisations.ts';
import { askInCase, decideInCase, secondInCase, showCase, suspendUserOfCase } from './pages/case.ts';
import { hearAppealOfCase, keepReportOfCase, stopBreachOfCase } from './pages/case-after.ts';
import { showCases } from './pages/cases.ts';
import { askWhyOpenedOf, askWhyOpenedOfAgain, takeWhyOpened } from './pages/why-opened.ts';
import { filterCaseload, filterCaseloadAgain, showFiltered } from './pages/caseload.ts';
import { askWhoCalls, askWhoCallsAgain, sayWhoCalls } from './pages/calls.ts';
import { printAddresses, printContacts } from './pages/print-record.ts';
import { printConsents, showConsents, showConsentsAgain, takeConsent, withdraw } from './pages/consents.ts';
import { askWhom, askWhomAgain, sendRequest } from './pages/ask-to-contact.ts';
import {
  answerRequest,
  endRequest,
  showContactRequest,
  showContactRequests,
} from './pages/contact-requests.ts';
import { showConsentsEnding } from './pages/consents-ending.ts';
import { showShieldCheck } from './pages/shield-check.ts';
import { confirmAll, showContacts } from './pages/contacts.ts';
import { answerOffer, showHandOvers, withdrawOffer } from './pages/hand-overs.ts';
import {
  amend,
  confirm,
  end,
  handOver,
  handOverLead,
  lead,
  showOwnWork,
  showWork,
  takeOver,
} from './pages/own-work.ts';
import {
  answerCoursePart,
  showCheck,
  showCheckAgain,
  showCourse,
  showCoursePart,
  showCoursePartAgain,
  takeCourseCheck,
} from './pages/course.ts';
import {
  addNewCodeToken,
  addNewKey,
  askNewCodeToken,
  askNewKey,
  removeOwnToken,
  returnToTokens,
  showOwnTokens,
} from './pages/own-tokens.ts';
import { askOwnKey, leaveStepUp, stepUp, stepUpWithKey } from './pages/step-up.ts';
import { showDesk, showQueue, takeKeys } from './pages/desk.ts';
import { arrangeItemOf, decideOnItem, showItem, takeMove } from './pages/desk-item.ts';
import { showMerge, showMerges, undoMergeOf } from './pages/merges.ts';
import { showSuppliers } from './pages/suppliers.ts';
import { endSupplierCredential, makeSupplierCredential, showSupplier } from './pages/supplier.ts';
import { askForSupplier, askForSupplierAgain, takeSupplier } from './pages/new-supplier.ts';
import { askForFile, askForFileAgain, takeFile } from './pages/bring-file.ts';
import { showBatch, sendRefusedRows } from './pages/batch.ts';
import { showBatches } from './pages/batches.ts';
import { showStart } from './pages/start.ts';
import { showPublished } from './pages/published.ts';
import { showUsagePage } from './pages/usage.ts';
import { addToWellKnown, addToWellKnownAgain, showWellKnown, takeOffWellKnown } from './pages/well-known.ts';
import type { Reply } from './reply.ts';
import type { FamilyVisit, SignedInVisit, Visit } from './visit.ts';

/** One way in. Every page that is answered is on this list, with the permission it needs. */
export type Route = OpenRoute | FamilyRoute | GuardedRoute;

type OpenRoute = Way & {
  readonly permission: 'anyone';
  readonly shows: 'no child';
  readonly action: (visit: Visit) => Promise<Reply>;
  readonly again?: (visit: Visit) => Promise<Reply>;
};

/** For a family's own session, which opens one record and no other; the services read whose it is at each request. */
type FamilyRoute = Way & {
  readonly permission: 'family session';
  readonly shows: 'own record';
  readonly action: (visit: FamilyVisit) => Promise<Reply>;
  readonly again?: (visit: FamilyVisit) => Promise<Reply>;
};

type GuardedRoute = Way & {
  readonly permission: Action;
  /** What its answer may show; whatever shows a child goes through a ticket, and a test holds each to its log entry. */
  readonly shows: 'no child' | 'children';
  readonly action: (visit: SignedInVisit) => Promise<Reply>;
  /** Shows the form again with what was typed, where its token was not the present one. */
  readonly again?: (visit: SignedInVisit) => Promise<Reply>;
  /** Its form ends in a file, which is read as it comes. */
  readonly takes?: 'file';
  /** Answers on a shared machine too whose pages are covered; any other route shows the cover. */
  readonly whileCovered?: true;
  /** Answers whoever has not signed the agreement's new text, as what answers while covered does; any other route leads there. */
  readonly whileUnsigned?: true;
};

type Way = { readonly method: 'GET' | 'POST'; readonly path: string };

/** The whole surface of the pages, a line a route. */
// prettier-ignore
export const routes: readonly Route[] = [
  { method: 'GET', path: '/about', permission: 'anyone', shows: 'no child', action: showAbout },
  { method: 'GET', path: '/for-families', permission: 'anyone', shows: 'no child', action: showForFamilies },
  { method: 'GET', path: '/privacy', permission: 'anyone', shows: 'no child', action: showPrivacy },
  { method: 'GET', path: '/family/begin', permission: 'anyone', shows: 'no child', action: askForPaper },
  { method: 'POST', path: '/family/begin', permission: 'anyone', shows: 'no child', action: takePaper, again: askForPaperAgain },
  { method: 'GET', path: '/family/set-up', permission: 'anyone', shows: 'no child', action: askToSetUp },
  { method: 'POST', path: '/family/set-up', permission: 'anyone', shows: 'no child', action: takeSetUp, again: askToSetUpAgain },
  { method: 'GET', path: '/family/sign-in', permission: 'anyone', shows: 'no child', action: askFamilyIn },
  { method: 'POST', path: '/family/sign-in', permission: 'anyone', shows: 'no child', action: letFamilyIn, again: askFamilyInAgain },
  { method: 'GET', path: '/family/leave', permission: 'anyone', shows: 'no child', action: leaveQuickly },
  { method: 'POST', path: '/family/sign-out', permission: 'anyone', shows: 'no child', action: signFamilyOut },
  { method: 'GET', path: '/family', permission: 'family session', shows: 'own record', action: showOwnRecord },
  { method: 'GET', path: '/family/leaving', permission: 'family session', shows: 'own record', action: showOwnLeaving },
  { method: 'POST', path: '/family/stays', permission: 'family session', shows: 'own record', action: takeStay, again: showOwnLeavingAgain },
  { method: 'POST', path: '/family/stays/ends', permission: 'family session', shows: 'own record', action: takeStayBack },
  { method: 'GET', path: '/family/record.pdf', permission: 'family session', shows: 'own record', action: sendOwnRecord },
  { method: 'GET', path: '/family/looks', permission: 'family session', shows: 'own record', action: showWhoLooked },
  { method: 'GET', path: '/published', permission: 'anyone', shows: 'no child', action: showPublished },
  { method: 'GET', path: '/sign-in', permission: 'anyone', shows: 'no child', action: askForPassword },
  { method: 'POST', path: '/sign-in', permission: 'anyone', shows: 'no child', action: tryPassword, again: askForPasswordAgain },
  { method: 'GET', path: '/sign-in/code', permission: 'anyone', shows: 'no child', action: askForCode },
  { method: 'POST', path: '/sign-in/code', permission: 'anyone', shows: 'no child', action: signIn, again: askForCodeAgain },
  { method: 'GET', path: '/sign-in/key', permission: 'anyone', shows: 'no child', action: returnToCode },
  { method: 'POST', path: '/sign-in/key', permission: 'anyone', shows: 'no child', action: askForSecurityKey },
  { method: 'POST', path: '/sign-in/key-answers', permission: 'anyone', shows: 'no child', action: signInWithKey },
  { method: 'GET', path: '/signed-out', permission: 'anyone', shows: 'no child', action: showSignedOut },
  { method: 'POST', path: '/sign-out', permission: 'use the service', shows: 'no child', action: signOut, whileCovered: true },
  { method: 'GET', path: '/step-up', permission: 'use the service', shows: 'no child', action: leaveStepUp },
  { method: 'POST', path: '/step-up', permission: 'use the service', shows: 'no child', action: stepUp },
  { method: 'GET', path: '/step-up/key', permission: 'use the service', shows: 'no child', action: leaveStepUp },
  { method: 'POST', path: '/step-up/key', permission: 'use the service', shows: 'no child', action: askOwnKey },
  { method: 'POST', path: '/step-up/key-answers', permission: 'use the service', shows: 'no child', action: stepUpWithKey },
  { method: 'GET', path: '/agreement', permission: 'sign agreement', shows: 'no child', action: showNewAgreement, whileUnsigned: true },
  { method: 'POST', path: '/agreement', permission: 'sign agreement', shows: 'no child', action: signNewAgreement, again: showNewAgreementAgain, whileUnsigned: true },
  { method: 'GET', path: '/course', permission: 'take course', shows: 'no child', action: showCourse },
  { method: 'GET', path: '/course/:part', permission: 'take course', shows: 'no child', action: showCoursePart },
  { method: 'POST', path: '/course/:part', permission: 'take course', shows: 'no child', action: answerCoursePart, again: showCoursePartAgain },
  { method: 'GET', path: '/course-check', permission: 'take course', shows: 'no child', action: showCheck },
  { method: 'POST', path: '/course-check', permission: 'take course', shows: 'no child', action: takeCourseCheck, again: showCheckAgain },
  { method: 'GET', path: '/tokens', permission: 'see own tokens', shows: 'no child', action: showOwnTokens },
  { method: 'GET', path: '/tokens/new-key', permission: 'see own tokens', shows: 'no child', action: returnToTokens },
  { method: 'POST', path: '/tokens/new-key', permission: 'add security key', shows: 'no child', action: askNewKey },
  { method: 'POST', path: '/tokens/keys', permission: 'add security key', shows: 'no child', action: addNewKey },
  { method: 'GET', path: '/tokens/new-code-token', permission: 'see own tokens', shows: 'no child', action: returnToTokens },
  { method: 'POST', path: '/tokens/new-code-token', permission: 'add code token', shows: 'no child', action: askNewCodeToken },
  { method: 'GET', path: '/tokens/code-tokens', permission: 'see own tokens', shows: 'no child', action: returnToTokens },
  { method: 'POST', path: '/tokens/code-tokens', permission: 'add code token', shows: 'no child', action: addNewCodeToken },
  { method: 'POST', path: '/tokens/removals', permission: 'remove token', shows: 'no child', action: removeOwnToken },
  { method: 'GET', path: '/sessions', permission: 'use the service', shows: 'no child', action: showOwnSessions },
  { method: 'POST', path: '/sessions/:session/ends', permission: 'use the service', shows: 'no child', action: endSession },
  { method: 'POST', path: '/stays', permission: 'use the service', shows: 'no child', action: stay },
  { method: 'POST', path: '/covers', permission: 'use the service', shows: 'no child', action: coverPages },
  { method: 'GET', path: '/covered', permission: 'use the service', shows: 'no child', action: showCover, whileCovered: true },
  { method: 'POST', path: '/resumptions', permission: 'use the service', shows: 'no child', action: resumePages, again: showCoverAgain, whileCovered: true },
  { method: 'GET', path: '/resumptions/key', permission: 'use the service', shows: 'no child', action: returnToCover, whileCovered: true },
  { method: 'POST', path: '/resumptions/key', permission: 'use the service', shows: 'no child', action: askKeyToResume, whileCovered: true },
  { method: 'POST', path: '/resumptions/key-answers', permission: 'use the service', shows: 'no child', action: resumePagesWithKey, whileCovered: true },
  { method: 'GET', path: '/', permission: 'use the service', shows: 'children', action: showStart },
  { method: 'POST', path: '/caseloads', permission: 'see caseload', shows: 'children', action: filterCaseload, again: filterCaseloadAgain },
  { method: 'GET', path: '/caseloads/:filter', permission: 'see caseload', shows: 'children', action: showFiltered },
  { method: 'GET', path: '/find', permission: 'find child', shows: 'no child', action: askWhoToFind },
  { method: 'POST', path: '/searches', permission: 'find child', shows: 'no child', action: search, again: askWhoToFindAgain },
  { method: 'GET', path: '/colleague', permission: 'act for colleague', shows: 'no child', action: askForWhom },
  { method: 'POST', path: '/colleague', permission: 'act for colleague', shows: 'no child', action: actFor, again: askForWhomAgain },
  { method: 'POST', path: '/colleague/stops', permission: 'act for colleague', shows: 'no child', action: stop },
  { method: 'GET', path: '/searches/:search', permission: 'find child', shows: 'children', action: showResults },
  { method: 'GET', path: '/children/:child', permission: 'choose child', shows: 'children', action: askForReason },
  { method: 'GET', path: '/children/:child/views', permission: 'open child record', shows: 'no child', action: returnToReason },
  { method: 'POST', path: '/children/:child/views', permission: 'open child record', shows: 'children', action: showRecord, again: askForReasonAgain },
  { method: 'GET', path: '/children/:child/shields', permission: 'ask for shield', shows: 'children', action: askToShield },
  { method: 'POST', path: '/children/:child/shields', permission: 'ask for shield', shows: 'children', action: putShieldOn, again: askToShieldAgain },
  { method: 'GET', path: '/children/:child/shielded', permission: 'ask for shield', shows: 'no child', action: showShieldIsOn },
  { method: 'GET', path: '/children/:child/emergencies', permission: 'open shielded record', shows: 'children', action: askForEmergency },
  { method: 'POST', path: '/children/:child/emergencies', permission: 'open shielded record', shows: 'children', action: openShielded, again: askForEmergencyAgain },
  { method: 'GET', path: '/children/:child/emergency', permission: 'see shielded record', shows: 'children', action: showShielded },
  { method: 'GET', path: '/emergencies', permission: 'see emergency openings', shows: 'no child', action: showEmergencies },
  { method: 'POST', path: '/emergencies/:emergency/reviews', permission: 'review emergency opening', shows: 'no child', action: takeEmergencyReview },
  { method: 'GET', path: '/shields', permission: 'see shields', shows: 'children', action: showShields },
  { method: 'GET', path: '/shields/:shield', permission: 'see shield', shows: 'children', action: showShield },
  { method: 'POST', path: '/shields/:shield/decisions', permission: 'decide shield', shows: 'children', action: keepShieldOn },
  { method: 'POST', path: '/shields/:shield/lifts', permission: 'ask to lift shield', shows: 'children', action: askToLiftShield },
  { method: 'POST', path: '/shields/:shield/lift-decisions', permission: 'lift shield', shows: 'no child', action: decideOnLift },
  { method: 'GET', path: '/children/:child/work/new', permission: 'add involvement', shows: 'children', action: askForOwnWork },
  { method: 'POST', path: '/children/:child/work', permission: 'add involvement', shows: 'children', action: takeOwnWork, again: askForOwnWorkAgain },
  { method: 'GET', path: '/children/:child/work', permission: 'work with child', shows: 'children', action: showOwnWork },
  { method: 'GET', path: '/children/:child/work/:work', permission: 'work with child', shows: 'children', action: showWork },
  { method: 'POST', path: '/children/:child/work/:work/amendments', permission: 'amend involvement', shows: 'children', action: amend },
  { method: 'POST', path: '/children/:child/work/:work/ends', permission: 'end involvement', shows: 'children', action: end },
  { method: 'POST', path: '/children/:child/work/:work/confirmations', permission: 'confirm contact', shows: 'no child', action: confirm },
  { method: 'POST', path: '/children/:child/work/:work/take-overs', permission: 'take over involvement', shows: 'no child', action: takeOver },
  { method: 'POST', path: '/children/:child/work/:work/leads', permission: 'lead support', shows: 'no child', action: lead },
  { method: 'POST', path: '/children/:child/work/:work/hand-overs', permission: 'hand over involvement', shows: 'children', action: handOver },
  { method: 'POST', path: '/children/:child/work/:work/lead-offers', permission: 'hand over involvement', shows: 'children', action: handOverLead },
  { method: 'GET', path: '/hand-overs', permission: 'see hand-overs', shows: 'children', action: showHandOvers },
  { method: 'POST', path: '/children/:child/hand-overs/:handover/answers', permission: 'answer hand-over', shows: 'no child', action: answerOffer },
  { method: 'POST', path: '/children/:child/hand-overs/:handover/withdrawals', permission: 'withdraw hand-over', shows: 'no child', action: withdrawOffer },
  { method: 'GET', path: '/contact-requests', permission: 'see contact requests', shows: 'children', action: showContactRequests },
  { method: 'GET', path: '/children/:child/asks/:whom', permission: 'see whom to ask', shows: 'children', action: askWhom },
  { method: 'POST', path: '/children/:child/asks/:whom', permission: 'ask to contact', shows: 'children', action: sendRequest, again: askWhomAgain },
  { method: 'GET', path: '/children/:child/contact-requests/:request', permission: 'see contact request', shows: 'children', action: showContactRequest },
  { method: 'POST', path: '/children/:child/contact-requests/:request/answers', permission: 'answer contact request', shows: 'no child', action: answerRequest },
  { method: 'POST', path: '/children/:child/contact-requests/:request/ends', permission: 'end contact request', shows: 'no child', action: endRequest },
  { method: 'GET', path: '/shield-check', permission: 'use the service', shows: 'no child', action: showShieldCheck },
  { method: 'GET', path: '/consents', permission: 'see consents', shows: 'children', action: showConsentsEnding },
  { method: 'GET', path: '/contacts', permission: 'see contacts to confirm', shows: 'children', action: showContacts },
  { method: 'POST', path: '/contacts', permission: 'confirm contacts', shows: 'no child', action: confirmAll },
  { method: 'GET', path: '/children/:child/consents', permission: 'see consents', shows: 'children', action: showConsents },
  { method: 'POST', path: '/children/:child/consents', permission: 'record consent', shows: 'children', action: takeConsent, again: showConsentsAgain },
  { method: 'POST', path: '/children/:child/consents/withdrawals', permission: 'withdraw consent', shows: 'no child', action: withdraw },
  { method: 'GET', path: '/children/:child/consents/print', permission: 'print consents', shows: 'children', action: printConsents },
  { method: 'POST', path: '/children/:child/prints', permission: 'print contacts', shows: 'children', action: printContacts },
  { method: 'POST', path: '/children/:child/prints/addresses', permission: 'print addresses', shows: 'children', action: printAddresses },
  { method: 'GET', path: '/calls', permission: 'check who calls', shows: 'no child', action: askWhoCalls },
  { method: 'POST', path: '/calls', permission: 'check who calls', shows: 'no child', action: sayWhoCalls, again: askWhoCallsAgain },
  { method: 'POST', path: '/budget-reasons', permission: 'say why so many', shows: 'no child', action: takeReason, again: askWhyAgain },
  { method: 'GET', path: '/receipts/:event', permission: 'use the service', shows: 'no child', action: showReceipt },
  { method: 'GET', path: '/receipts/:event/proof', permission: 'use the service', shows: 'no child', action: sendProof },
  { method: 'GET', path: '/stopped', permission: 'see who is stopped', shows: 'no child', action: showStopped },
  { method: 'POST', path: '/stopped/:account/raises', permission: 'let someone go on', shows: 'no child', action: letOn },
  { method: 'GET', path: '/activate', permission: 'anyone', shows: 'no child', action: askForActivationCode },
  { method: 'POST', path: '/activate', permission: 'anyone', shows: 'no child', action: takeActivationCode, again: askForActivationCodeAgain },
  { method: 'GET', path: '/activate/agreement', permission: 'anyone', shows: 'no child', action: showAgreement },
  { method: 'POST', path: '/activate/agreement', permission: 'anyone', shows: 'no child', action: takeAgreement, again: showAgreementAgain },
  { method: 'GET', path: '/activate/secrets', permission: 'anyone', shows: 'no child', action: askForSecrets },
  { method: 'POST', path: '/activate/secrets', permission: 'anyone', shows: 'no child', action: takeSecrets, again: askForSecretsAgain },
  { method: 'GET', path: '/activate/token', permission: 'anyone', shows: 'no child', action: showToken },
  { method: 'GET', path: '/activate/key', permission: 'anyone', shows: 'no child', action: returnToToken },
  { method: 'POST', path: '/activate/key', permission: 'anyone', shows: 'no child', action: askFirstKey },
  { method: 'POST', path: '/activate/keys', permission: 'anyone', shows: 'no child', action: takeFirstKey },
  { method: 'GET', path: '/activate/code-token', permission: 'anyone', shows: 'no child', action: showCodeToken },
  { method: 'POST', path: '/activate/code-token', permission: 'anyone', shows: 'no child', action: takeCodeToken, again: showCodeTokenAgain },
  { method: 'GET', path: '/activate/ready', permission: 'anyone', shows: 'no child', action: showReady },
  { method: 'GET', path: '/people', permission: 'see people', shows: 'no child', action: showPeople },
  { method: 'POST', path: '/people-lists', permission: 'see people', shows: 'no child', action: filterPeople, again: filterPeopleAgain },
  { method: 'GET', path: '/people-lists/:filter', permission: 'see people', shows: 'no child', action: showPeople },
  { method: 'GET', path: '/people/waiting', permission: 'see people', shows: 'no child', action: showWaiting },
  { method: 'GET', path: '/people/files', permission: 'see people', shows: 'no child', action: showPeopleLists },
  { method: 'POST', path: '/people/files', permission: 'ask for list of people', shows: 'no child', action: askForPeopleFile },
  { method: 'GET', path: '/people/files/:list', permission: 'take list of people', shows: 'no child', action: sendFile },
  { method: 'POST', path: '/people/files/:list/decisions', permission: 'decide list of people', shows: 'no child', action: decideOnFile },
  { method: 'GET', path: '/people/new', permission: 'propose enrolment', shows: 'no child', action: askWhoToEnrol },
  { method: 'POST', path: '/people', permission: 'propose enrolment', shows: 'no child', action: takeEnrolment, again: askWhoToEnrolAgain },
  { method: 'GET', path: '/access-review', permission: 'see access review', shows: 'no child', action: showAccessReview },
  { method: 'POST', path: '/access-review/:account/answers', permission: 'confirm in access review', shows: 'no child', action: takeReviewAnswer },
  { method: 'GET', path: '/people/:account', permission: 'see person', shows: 'no child', action: showPerson },
  { method: 'POST', path: '/people/:account/renewals', permission: 'record renewal', shows: 'no child', action: takeRenewal, again: takeRenewalAgain },
  { method: 'POST', path: '/people/:account/renewals/decisions', permission: 'decide renewal', shows: 'no child', action: decideOnRenewal },
  { method: 'POST', path: '/people/:account/suspensions', permission: 'suspend account', shows: 'no child', action: takeChange, again: takeRenewalAgain },
  { method: 'POST', path: '/people/:account/resumptions', permission: 'resume account', shows: 'no child', action: takeChange, again: takeRenewalAgain },
  { method: 'POST', path: '/people/:account/closings', permission: 'close account', shows: 'no child', action: takeChange, again: takeRenewalAgain },
  { method: 'POST', path: '/people/:account/changes', permission: 'propose account change', shows: 'no child', action: takeChange, again: takeRenewalAgain },
  { method: 'POST', path: '/people/:account/changes/decisions', permission: 'decide account change', shows: 'no child', action: decideOnChange },
  { method: 'POST', path: '/people/:account/decisions', permission: 'decide enrolment', shows: 'no child', action: decideOnEnrolment },
  { method: 'POST', path: '/people/:account/codes', permission: 'make activation code', shows: 'no child', action: renewCode },
  { method: 'GET', path: '/organisations/:organisation/administrators/new', permission: 'propose enrolment', shows: 'no child', action: askWhoToEnrol },
  { method: 'POST', path: '/organisations/:organisation/administrators', permission: 'propose enrolment', shows: 'no child', action: takeEnrolment, again: askWhoToEnrolAgain },
  { method: 'GET', path: '/organisation', permission: 'see people', shows: 'no child', action: showOwnOrganisation },
  { method: 'GET', path: '/organisations', permission: 'see organisations', shows: 'no child', action: showOrganisations },
  { method: 'POST', path: '/organisation-lists', permission: 'see organisations', shows: 'no child', action: filterOrganisations, again: filterOrganisationsAgain },
  { method: 'GET', path: '/organisation-lists/:filter', permission: 'see organisations', shows: 'no child', action: showOrganisations },
  { method: 'GET', path: '/organisations/new', permission: 'add organisation', shows: 'no child', action: askForOrganisation },
  { method: 'POST', path: '/organisations', permission: 'add organisation', shows: 'no child', action: takeOrganisation, again: askForOrganisationAgain },
  { method: 'GET', path: '/organisations/:organisation', permission: 'see organisation', shows: 'no child', action: showOrganisation },
  { method: 'GET', path: '/organisations/:organisation/teams/new', permission: 'add team', shows: 'no child', action: askForTeam },
  { method: 'POST', path: '/organisations/:organisation/teams', permission: 'add team', shows: 'no child', action: takeTeam, again: askForTeamAgain },
  { method: 'GET', path: '/organisations/:organisation/accreditations/new', permission: 'propose accreditation', shows: 'no child', action: askForEvidence },
  { method: 'POST', path: '/organisations/:organisation/accreditations', permission: 'propose accreditation', shows: 'no child', action: takeEvidence, again: askForEvidenceAgain },
  { method: 'POST', path: '/organisations/:organisation/accreditations/decisions', permission: 'decide accreditation', shows: 'no child', action: decideOnAccreditation },
  { method: 'POST', path: '/organisations/:organisation/accreditations/withdrawals', permission: 'withdraw accreditation', shows: 'no child', action: takeBackAccreditation },
  { method: 'GET', path: '/questions/:case', permission: 'say why opened', shows: 'no child', action: askWhyOpenedOf },
  { method: 'POST', path: '/questions/:case', permission: 'say why opened', shows: 'no child', action: takeWhyOpened, again: askWhyOpenedOfAgain },
  { method: 'GET', path: '/usage', permission: 'see how it is used', shows: 'no child', action: showUsagePage },
  { method: 'GET', path: '/well-known', permission: 'see well-known families', shows: 'no child', action: showWellKnown },
  { method: 'POST', path: '/well-known', permission: 'keep well-known families', shows: 'no child', action: addToWellKnown, again: addToWellKnownAgain },
  { method: 'POST', path: '/well-known/:listed/removals', permission: 'keep well-known families', shows: 'no child', action: takeOffWellKnown },
  { method: 'GET', path: '/cases', permission: 'see cases', shows: 'no child', action: showCases },
  { method: 'GET', path: '/cases/:case', permission: 'see case', shows: 'no child', action: showCase },
  { method: 'POST', path: '/cases/:case/questions', permission: 'ask why opened', shows: 'no child', action: askInCase },
  { method: 'POST', path: '/cases/:case/suspensions', permission: 'suspend in case', shows: 'no child', action: suspendUserOfCase },
  { method: 'POST', path: '/cases/:case/decisions', permission: 'decide case', shows: 'no child', action: decideInCase },
  { method: 'POST', path: '/cases/:case/confirmations', permission: 'confirm case', shows: 'no child', action: secondInCase },
  { method: 'POST', path: '/cases/:case/reports', permission: 'follow case', shows: 'no child', action: keepReportOfCase },
  { method: 'POST', path: '/cases/:case/breach-ends', permission: 'follow case', shows: 'no child', action: stopBreachOfCase },
  { method: 'POST', path: '/cases/:case/appeals', permission: 'hear appeal', shows: 'no child', action: hearAppealOfCase },
  { method: 'GET', path: '/suppliers', permission: 'see suppliers', shows: 'no child', action: showSuppliers },
  { method: 'GET', path: '/organisations/:organisation/suppliers/new', permission: 'add supplier', shows: 'no child', action: askForSupplier },
  { method: 'POST', path: '/organisations/:organisation/suppliers', permission: 'add supplier', shows: 'no child', action: takeSupplier, again: askForSupplierAgain },
  { method: 'GET', path: '/suppliers/:supplier', permission: 'see supplier', shows: 'no child', action: showSupplier },
  { method: 'POST', path: '/suppliers/:supplier/credentials', permission: 'make supplier credential', shows: 'no child', action: makeSupplierCredential },
  { method: 'POST', path: '/suppliers/:supplier/credentials/ends', permission: 'end supplier credential', shows: 'no child', action: endSupplierCredential },
  { method: 'GET', path: '/suppliers/:supplier/files/new', permission: 'bring file', shows: 'no child', action: askForFile },
  { method: 'POST', path: '/suppliers/:supplier/files', permission: 'bring file', shows: 'no child', action: takeFile, again: askForFileAgain, takes: 'file' },
  { method: 'GET', path: '/desk', permission: 'see desk', shows: 'no child', action: showDesk },
  { method: 'GET', path: '/desk/queues/:queue', permission: 'see desk', shows: 'children', action: showQueue },
  { method: 'POST', path: '/desk/keys', permission: 'set desk keys', shows: 'no child', action: takeKeys },
  { method: 'GET', path: '/desk/items/:item', permission: 'see desk item', shows: 'children', action: showItem },
  { method: 'POST', path: '/desk/items/:item/arrangements', permission: 'arrange desk item', shows: 'children', action: arrangeItemOf },
  { method: 'POST', path: '/desk/items/:item/decisions', permission: 'decide desk item', shows: 'children', action: decideOnItem },
  { method: 'POST', path: '/desk/items/:item/acceptances', permission: 'accept move', shows: 'no child', action: takeMove },
  { method: 'GET', path: '/children/:child/copies', permission: 'copy record', shows: 'children', action: askForWhomToCopy },
  { method: 'POST', path: '/children/:child/copies', permission: 'copy record', shows: 'children', action: printCopy, again: askForWhomToCopyAgain },
  { method: 'GET', path: '/children/:child/invitations', permission: 'invite family', shows: 'children', action: askWhomToInvite },
  { method: 'POST', path: '/children/:child/invitations', permission: 'invite family', shows: 'children', action: takeInvitationOf, again: askWhomToInviteAgain },
  { method: 'POST', path: '/children/:child/invitations/seconds', permission: 'invite family', shows: 'children', action: takeSecondOf, again: askWhomToInviteAgain },
  { method: 'GET', path: '/children/:child/leaving', permission: 'see leaving', shows: 'children', action: showLeaving },
  { method: 'POST', path: '/children/:child/leaving/england', permission: 'record leaving England', shows: 'children', action: takeLeftEngland, again: showLeavingAgain },
  { method: 'POST', path: '/children/:child/leaving/england/taken-back', permission: 'take back leaving England', shows: 'no child', action: takeBackEngland },
  { method: 'GET', path: '/come-back', permission: 'let child come back', shows: 'no child', action: askWhoComesBack },
  { method: 'POST', path: '/come-back', permission: 'let child come back', shows: 'no child', action: takeComeBack, again: askWhoComesBackAgain },
  { method: 'GET', path: '/come-back/done', permission: 'let child come back', shows: 'no child', action: showComeBackDone },
  { method: 'GET', path: '/desk/identities', permission: 'see identity changes', shows: 'children', action: showIdentities },
  { method: 'GET', path: '/children/:child/identity', permission: 'see identity change', shows: 'children', action: showIdentity },
  { method: 'POST', path: '/children/:child/identity', permission: 'ask for identity change', shows: 'children', action: askForIdentity, again: showIdentityAgain },
  { method: 'POST', path: '/children/:child/identity/decisions', permission: 'decide identity change', shows: 'children', action: decideOnIdentity, again: showIdentityAgain },
  { method: 'GET', path: '/desk/merges', permission: 'see merges', shows: 'children', action: showMerges },
  { method: 'GET', path: '/desk/merges/:merge', permission: 'see merge', shows: 'children', action: showMerge },
  { method: 'POST', path: '/desk/merges/:merge/undos', permission: 'undo merge', shows: 'no child', action: undoMergeOf },
  { method: 'GET', path: '/batches', permission: 'see batches', shows: 'no child', action: showBatches },
  { method: 'GET', path: '/batches/:batch', permission: 'see batch', shows: 'no child', action: showBatch },
  { method: 'GET', path: '/batches/:batch/refused-rows', permission: 'see batch', shows: 'no child', action: sendRefusedRows },
];
