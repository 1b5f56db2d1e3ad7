import { done, type Fault, type Outcome } from '../domain/outcome.ts';
import { mayEver, unmetNeed, type Action } from '../domain/policy.ts';
import { noteRefusal } from '../services/refusals.ts';
import { readSession } from '../services/session.ts';
import {
  dropCookie,
  familyCookie,
  newSecret,
  readCookies,
  sessionCookie,
  setCookie,
  visitCookie,
} from './cookies.ts';
import { emptyForm, readForm, type Body, type FormFields } from './form.ts';
import { openForm } from './kept-form.ts';
import { readFileForm, type FileForm } from './multipart.ts';
import { coveredPath } from './pages/covered.ts';
import { busyReply, faultReply, staleReply } from './pages/faults.ts';
import { askToStepUp } from './pages/step-up.ts';
import { goTo, withCookies, type Reply } from './reply.ts';
import type { Route } from './routes.ts';
import { formToken, isFormToken } from './secrecy.ts';
import { signedOutPath } from './pages/sign-in.ts';
import type { SignedInVisit, Site, Visit } from './visit.ts';

/** What the server knows of a request before its form is read. */
export type Arrived = {
  readonly address: string;
  readonly publicUrl: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly source: string;
  readonly nonce: string;
  readonly cookieHeader: string | undefined;
  readonly userAgent: string | undefined;
  /** Sec-Fetch-Site: where the browser says that the request was made. */
  readonly madeAt: string | undefined;
  readonly body: Body;
};

/**
 * Takes one request through the same steps whatever the route: whose browser, whose form, who is signed in, may they.
 * Only then is the route's action called.
 */
export async function answer(site: Site, route: Route, arrived: Arrived): Promise<Reply> {
  const cookies = readCookies(arrived.cookieHeader);
  const session = cookies.get(sessionCookie);
  const known = session ?? cookies.get(visitCookie);
  const browserSecret = known ?? newSecret();
  const visit: Visit = {
    site,
    cookies,
    path: route.path,
    params: arrived.params,
    query: arrived.query,
    source: arrived.source,
    address: arrived.address,
    publicUrl: arrived.publicUrl,
    userAgent: arrived.userAgent,
    nonce: arrived.nonce,
    form: emptyForm,
    formToken: formToken(site.handleKey, browserSecret),
  };
  const reply = await (route.method === 'GET'
    ? admitted(route, visit, () => enter(route, visit, session, false))
    : submit(route, visit, session, arrived));
  return known === undefined ? withCookies(reply, [setCookie(visitCookie, browserSecret)]) : reply;
}

async function submit(
  route: Route,
  visit: Visit,
  session: string | undefined,
  { body, madeAt }: Arrived,
): Promise<Reply> {
  const takesFile = 'takes' in route && route.takes === 'file';
  const form = await (takesFile ? readFileForm(body) : readPlainForm(body));
  if (!form.ok) return faultReply(visit, form.fault);
  const { fields, file } = form.value;
  const submitted = { ...visit, form: fields, ...(file === undefined ? {} : { file }) };
  const ours = isFormToken(visit.formToken, fields.get('form-token') ?? '');
  // Browsers say where a form was sent from: one sent from another site is not ours, whatever it carries.
  const fromHere = madeAt === undefined || madeAt === 'same-origin' || madeAt === 'none';
  const entered = (): Promise<Reply> => enter(route, submitted, session, !(ours && fromHere));
  return takesFile ? entered() : admitted(route, visit, entered); // a file comes for hours, and has places of its own
}

// Only once the form is here: a client that sends it slowly takes nobody's turn.
async function admitted(route: Route, visit: Visit, work: () => Promise<Reply>): Promise<Reply> {
  return (await visit.site.admission.admit(route.path, work)) ?? busyReply(visit);
}

async function readPlainForm(body: Body): Promise<Outcome<FileForm>> {
  const form = await readForm(body);
  return form.ok ? done({ fields: form.value }) : form;
}

async function enter(
  route: Route,
  visit: Visit,
  session: string | undefined,
  stale: boolean,
): Promise<Reply> {
  if (route.permission === 'anyone') return stale ? (route.again ?? staleReply)(visit) : route.action(visit);
  if (route.permission === 'family session') return enterFamily(route, visit, stale);
  if (session === undefined) return goTo('/sign-in');

  const { site } = visit;
  const read = await readSession(site.services, session);
  if (!read.ok) {
    const forget = [dropCookie(sessionCookie)];
    return read.fault.kind === 'stale'
      ? goTo(signedOutPath(read.fault), forget)
      : withCookies(faultReply(visit, read.fault), forget);
  }
  if (read.value.covered && route.whileCovered !== true) return goTo(coveredPath(visit.address));
  if (read.value.agreementDue && route.whileCovered !== true && route.whileUnsigned !== true)
    return goTo('/agreement');
  const { actor } = read.value;
  const handleSecret = actor.sessionHash.toString('base64url');
  const signedIn: SignedInVisit = { ...visit, ...read.value, sessionSecret: session, handleSecret };
  if (!mayEver(actor.kind, route.permission)) {
    await noteRefusal(site.services, actor, 'kind of user');
    return faultReply(signedIn, notForThis);
  }
  const kept = keptFor(route, signedIn);
  if (stale && kept === undefined) {
    await noteRefusal(site.services, actor, 'form not of this session');
    return (unmetNeed(actor, route.permission) ? staleReply : (route.again ?? staleReply))(signedIn);
  }
  return proceed(route, kept === undefined ? signedIn : { ...signedIn, form: kept });
}

// A family's session opens nothing else, and a user's opens none of theirs.
async function enterFamily(
  route: Extract<Route, { readonly permission: 'family session' }>,
  visit: Visit,
  stale: boolean,
): Promise<Reply> {
  const familySecret = visit.cookies.get(familyCookie);
  if (familySecret === undefined) return goTo('/family/sign-in');
  const ofFamily = { ...visit, familySecret };
  return stale ? (route.again ?? staleReply)(ofFamily) : route.action(ofFamily);
}

// Last of all the token: a form that is kept while its user is asked for it was theirs, and honest.
async function proceed(
  route: Extract<Route, { readonly permission: Action }>,
  visit: SignedInVisit,
): Promise<Reply> {
  const need = unmetNeed(visit.actor, route.permission);
  if (need === undefined) return route.action(visit);
  await noteRefusal(visit.site.services, visit.actor, `needs ${need}`);
  return askToStepUp(visit, need, { method: route.method, path: visit.address, fields: visit.form });
}

// A form that was kept while its user was asked for their token, and comes back sealed.
function keptFor(route: Route, { site, form, handleSecret, address }: SignedInVisit): FormFields | undefined {
  const sealed = form.get('kept');
  if (route.method === 'GET' || sealed === undefined) return undefined;
  const kept = openForm(site.handleKey, handleSecret, sealed, site.services.now());
  return kept?.method === 'POST' && kept.path === address ? kept.fields : undefined;
}

const notForThis: Fault = {
  kind: 'refused',
  says: 'Your account is not for this. Ask your account administrator what it is for.',
};
