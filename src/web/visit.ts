import type { Actor } from '../domain/actor.ts';
import type { RunningOut } from '../domain/running-out.ts';
import type { ServiceContext } from '../services/context.ts';
import type { KeptDesks } from '../services/kept-desks.ts';
import type { VitalSigns } from '../services/vital-signs.ts';
import type { Admission } from './admission.ts';
import type { Assets } from './assets.ts';
import type { FormFields } from './form.ts';
import type { Meters } from './meters.ts';
import type { PracticeCard } from './views/practice-cards.ts';

/** What the pages work with, the same for every request. */
export type Site = {
  readonly services: ServiceContext;
  readonly assets: Assets;
  /** Only invented people here: says so on every page. */
  readonly practice: boolean;
  /** The invented users of a practice copy, for newcomers to choose from; elsewhere none. */
  readonly practiceCards: readonly PracticeCard[];
  /** As browsers know it, from PUBLIC_URL; undefined: localhost, at the port that is listened on. */
  readonly publicUrl?: string | undefined;
  /** Ties forms and children's handles to a browser and a session. */
  readonly handleKey: Buffer;
  /** Whom to ring while the database is away. */
  readonly desks: KeptDesks;
  readonly meters: Meters;
  /** The database is older than what was seen of it: nobody is shown anything until it is looked after. */
  readonly isOlderCopy: () => boolean;
  /** How much may be under way, and wait, at once. */
  readonly admission: Admission;
  /** How the service is; undefined while the database is away. */
  readonly signs: () => Promise<VitalSigns | undefined>;
  /** Balancers, which alone are believed when they say where a request came from. */
  readonly trustedProxies: readonly string[];
  /** Every request is noted in the log, by its route. */
  readonly logRequests: boolean;
  readonly log: (event: Readonly<Record<string, unknown>>) => void;
  /** Answers other systems, under /fhir/R4. */
  readonly systems: (request: SystemRequest) => Promise<SystemReply>;
};

/** A request of another system, unread. */
export type SystemRequest = {
  readonly method: string;
  /** Behind /fhir/R4. */
  readonly path: string;
  readonly hasQuery: boolean;
  /** Of all systems' addresses, as systems know it. */
  readonly base: string;
  readonly header: (name: string) => string | undefined;
  readonly bytes: () => AsyncIterable<Uint8Array>;
};

type SystemReply = {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** One request, read and understood. */
export type Visit = {
  readonly site: Site;
  /** The route's own path, with names where its address has ids. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** What follows ? in the address: never anything about a child. */
  readonly query: Readonly<Record<string, string>>;
  readonly form: FormFields;
  /** What came after the fields, where the route takes a file. */
  readonly file?: () => AsyncIterable<Uint8Array>;
  readonly cookies: ReadonlyMap<string, string>;
  /** The address asked for, without what follows ?. */
  readonly address: string;
  readonly userAgent: string | undefined;
  /** Where the request came from, for the throttle. */
  readonly source: string;
  readonly nonce: string;
  /** The address of this service as browsers know it: what security keys answer for. */
  readonly publicUrl: string;
  /** The token that this browser's forms carry. */
  readonly formToken: string;
};

/** A request of a person who is signed in and whose rights were read a moment ago. */
export type SignedInVisit = Visit & {
  readonly actor: Actor;
  readonly sessionSecret: string;
  /** What handles of this session are made with: it stays when the session gets a new secret. */
  readonly handleSecret: string;
  readonly secondsLeft: number;
  /** Before this session; null at the first. */
  readonly lastSignIn: Date | null;
  readonly failuresSince: number;
  /** The organisation's machines are used by one after another: pages are covered when nobody uses them. */
  readonly sharesMachines: boolean;
  readonly covered: boolean;
  /** Nothing is shown until they have signed the agreement's new text. */
  readonly agreementDue: boolean;
  /** What of their account runs out within 30 days. */
  readonly runsOut: readonly RunningOut[];
};

/** A request of a child or parent, by the secret of their session. */
export type FamilyVisit = Visit & { readonly familySecret: string };

/** Whether somebody is signed in behind this request. */
export function isSignedIn(visit: Visit): visit is SignedInVisit {
  return 'actor' in visit;
}
