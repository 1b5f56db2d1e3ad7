import { coveredAfterMs } from '../../domain/sign-in.ts';
import { timeInWords } from '../views/moment.ts';
import { endsAt, type Mediation } from '../../domain/mediation.ts';
import { organisationKinds } from '../../domain/organisation-kinds.ts';
import { page, type Page } from '../views/layout.ts';
import type { Html } from '../views/html.ts';
import { navigationFor } from '../navigation.ts';
import { isSignedIn, type Site, type Visit } from '../visit.ts';

/** What a page says of itself; who looks at it and where it is served come from the visit. */
export type Framed = Pick<
  Page,
  | 'title'
  | 'windowTitle'
  | 'caption'
  | 'main'
  | 'showsChild'
  | 'prints'
  | 'backLink'
  | 'errors'
  | 'width'
  | 'receipt'
>;

/** A whole page for this visit. */
export function frame(visit: Visit, framed: Framed): Html {
  const { site, nonce, formToken, address } = visit;
  return page({
    ...framed,
    nonce,
    formToken,
    address,
    assets: site.assets,
    practice: site.practice,
    ...viewerOf(visit),
  });
}

/** A whole page for nobody in particular: when the request itself could not be read. */
export function bareFrame(
  { site, nonce }: { readonly site: Site; readonly nonce: string },
  framed: Framed,
): Html {
  return page({ ...framed, nonce, formToken: '', assets: site.assets, practice: site.practice });
}

function viewerOf(visit: Visit): Pick<Page, 'viewer' | 'navigation'> {
  if (!isSignedIn(visit)) return {};
  const { actor, secondsLeft, sharesMachines, covered, agreementDue, site } = visit;
  return {
    viewer: {
      name: actor.fullName,
      organisation: actor.organisationName,
      secondsLeft,
      signsOutAt: timeInWords(new Date(site.services.now().getTime() + secondsLeft * 1000)),
      ...(sharesMachines && { coveredAfterSeconds: coveredAfterMs / 1000 }),
      covered,
      ...(actor.mediation !== undefined && { mediation: mediationShown(actor.mediation) }),
    },
    navigation: covered || agreementDue ? [] : navigationFor(visit.actor, visit.path),
  };
}

function mediationShown(mediation: Mediation) {
  const { name, organisationKind, organisationName } = mediation;
  const kind = organisationKinds[organisationKind].name;
  return { name, organisation: organisationName ?? kind, until: timeInWords(endsAt(mediation)) };
}
