import { showDay } from '../../domain/calendar.ts';
import { mayEver } from '../../domain/policy.ts';
import type { SupplierCode } from '../../domain/standing.ts';
import { supplierFields } from '../../domain/supplier.ts';
import { endCredential, makeCredential, seeSupplier, type SeenSupplier } from '../../services/suppliers.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { scrolling, table } from '../views/components/table.ts';
import { warningText } from '../views/components/warning-text.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';
import { addressOfSupplier, formatsInWords, noSuchSupplier, rhythmInWords, supplierOf } from './suppliers.ts';

/** One supplier: its terms, and the credentials that its machine may use. */
export async function showSupplier(visit: SignedInVisit): Promise<Reply> {
  const supplierId = await supplierOf(visit);
  if (supplierId === undefined) return noSuchSupplier(visit);
  const seen = await seeSupplier(visit.site.services, visit.actor, supplierId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { supplier } = seen.value;
  const main = html`${bringButton(visit, seen.value)} ${terms(seen.value)}
  ${credentialPart(visit, seen.value)}`;
  const framed = {
    title: supplier.name,
    caption: 'Supplier',
    main,
    backLink: { href: '/suppliers' },
    showsChild: false,
  };
  return pageReply(frame(visit, framed));
}

function bringButton(visit: SignedInVisit, { supplier }: SeenSupplier): Html {
  const may = mayEver(visit.actor.kind, 'bring file') && supplier.organisation !== null;
  const href = `${addressOfSupplier(visit, supplier.supplierId)}/files/new`;
  return html`${may && linkButton({ text: 'Bring a file', href })}`;
}

const standingWords: Readonly<Record<SupplierCode, string>> = {
  'nhs-pds': 'The NHS: first on names, birth, NHS number, GP practice and address',
  'school-census': 'A school: first on school, UPN and preferred name',
  council: 'A council: after the NHS, before a school',
  'record-keeper': 'A record keeper: before all others',
};

/** Whose word a supplier's word is. */
export function standingInWords(standing: SupplierCode): string {
  return standingWords[standing];
}

function terms({ supplier }: SeenSupplier): Html {
  const { organisation, terms: agreed, standing, code } = supplier;
  return summaryList({
    rows: [
      { key: 'Organisation', value: organisation?.name ?? 'None: only a command brings its files' },
      {
        key: 'Accredited until',
        value: organisation?.accreditedUntil ? showDay(organisation.accreditedUntil) : 'Not accredited',
      },
      { key: 'Code', value: code },
      { key: 'Whose word', value: standingWords[standing] },
      { key: 'Sends', value: formatsInWords(agreed.formats) },
      { key: 'May say', value: agreed.fields.map((field) => supplierFields[field]).join(', ') },
      { key: 'Files come', value: rhythmInWords(agreed.everyDays) },
      {
        key: 'A file is stopped',
        value: `where more than ${percent(agreed.faultsAtMost)} of its rows are refused, or fewer than ${percent(agreed.knownAtLeast)} of its children are known here`,
      },
    ],
  });
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function credentialPart(visit: SignedInVisit, { supplier, credentials, relation }: SeenSupplier): Html {
  const mayMake =
    mayEver(visit.actor.kind, 'make supplier credential') &&
    (relation === 'own' || visit.actor.organisationKind === 'ContactPoint office') &&
    supplier.organisation !== null;
  const href = `${addressOfSupplier(visit, supplier.supplierId)}/credentials`;
  const rows = credentials.map((one) => [
    { text: `Number ${one.credentialNo}` },
    { text: html`${one.madeBy}, ${momentInWords(one.madeAt)}` },
    { text: one.lastUsedAt === null ? 'Never' : momentInWords(one.lastUsedAt) },
    {
      text:
        one.endedAt === null
          ? mayMake
            ? endForm(visit, href, one.credentialNo)
            : 'Stands'
          : html`Ended ${momentInWords(one.endedAt)}`,
    },
  ]);
  const head = [{ text: 'Credential' }, { text: 'Made by' }, { text: 'Last used' }, { text: 'State' }];
  const make = form({
    action: href,
    formToken: visit.formToken,
    main: button({ text: 'Make a credential', kind: 'secondary', preventDoubleClick: true }),
  });
  return html`<h2 class="govuk-heading-m">Credentials for its machine</h2>
    ${rows.length === 0 && html`<p class="govuk-body">None was made: its files come from this page.</p>`}
    ${rows.length > 0 && scrolling('Credentials', table({ head, rows, firstCellIsHeader: true }))}
    ${mayMake && make}`;
}

function endForm(visit: SignedInVisit, href: string, credentialNo: number): Html {
  const named = html`End<span class="govuk-visually-hidden"> credential ${credentialNo}</span>`;
  return form({
    action: `${href}/ends`,
    formToken: visit.formToken,
    main: button({ text: named, kind: 'warning', name: 'credential', value: String(credentialNo) }),
  });
}

/** Makes a credential and shows its secret, this once. */
export async function makeSupplierCredential(visit: SignedInVisit): Promise<Reply> {
  const supplierId = await supplierOf(visit);
  if (supplierId === undefined) return noSuchSupplier(visit);
  const made = await makeCredential(visit.site.services, visit.actor, supplierId);
  if (!made.ok) return faultReply(visit, made.fault);
  const { secret, supplier } = made.value;
  const [format = ''] = supplier.terms.formats;
  const main = html`${warningText({ text: 'This is shown once. Hand it to whoever runs the supplier’s machine, and to nobody else.' })}
    <p class="govuk-body">The secret:</p>
    ${insetText({ text: html`<code class="app-secret">${secret}</code>` })}
    <p class="govuk-body">The machine sends each file so:</p>
    <pre
      class="app-command"
      tabindex="0"
      aria-label="Command"
    ><code>curl --fail --header "Authorization: Bearer $SECRET" --data-binary @FILE \\
  ${visit.publicUrl}/feeds/${format}</code></pre>
    ${linkButton({ text: 'I have kept it', href: addressOfSupplier(visit, supplierId), kind: 'secondary' })}`;
  return pageReply(
    frame(visit, { title: 'The new credential', caption: supplier.name, main, showsChild: false }),
  );
}

/** Ends a credential. */
export async function endSupplierCredential(visit: SignedInVisit): Promise<Reply> {
  const supplierId = await supplierOf(visit);
  if (supplierId === undefined) return noSuchSupplier(visit);
  const credentialNo = Number(visit.form.get('credential') ?? '');
  const number =
    Number.isInteger(credentialNo) && credentialNo > 0 && credentialNo < 32_768 ? credentialNo : 0;
  const ended = await endCredential(visit.site.services, visit.actor, supplierId, number);
  return ended.ok ? goTo(addressOfSupplier(visit, supplierId)) : faultReply(visit, ended.fault);
}
