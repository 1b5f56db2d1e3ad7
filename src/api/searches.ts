import { gradesOf } from '../domain/certain-match.ts';
import type { TypedSearch } from '../domain/criteria.ts';
import type { Actor } from '../domain/actor.ts';
import type { ServiceContext } from '../services/context.ts';
import { searchAtOnce } from '../services/find-child.ts';
import { faultReply, resourceReply, type ApiReply } from './call.ts';
import { textIn, type Input } from './input.ts';
import { foundPatient, searchset } from './resources.ts';
import { isJsonObject, isList, type Json } from './strict-json.ts';

/** Patient/_search: the parameters of PDQm (ITI-78), by the minimum criteria of the page. */
export async function searchPatients(context: ServiceContext, actor: Actor, input: Input): Promise<ApiReply> {
  const typed = typedFrom({
    family: textIn(input, 'family'),
    given: textIn(input, 'given'),
    birthDate: textIn(input, 'birthdate'),
    gender: textIn(input, 'gender'),
    postcode: textIn(input, 'address-postalcode'),
    number: textIn(input, 'identifier').split('|').at(-1) ?? '',
  });
  return answerWith(context, actor, typed, { most: countIn(input, '_count'), onlyCertain: false });
}

/** Patient/$match: the same search by a Patient resource, each answer with its grade. */
export async function matchPatient(context: ServiceContext, actor: Actor, input: Input): Promise<ApiReply> {
  const patient = input.get('resource');
  if (!isJsonObject(patient) || patient['resourceType'] !== 'Patient') return faultReply([noPatient]);
  const [name, address, identifier] = ['name', 'address', 'identifier'].map((part) => firstOf(patient[part]));
  const typed = typedFrom({
    family: said(name?.['family']),
    given: said(listOf(name?.['given'])[0]),
    birthDate: said(patient['birthDate']),
    gender: said(patient['gender']),
    postcode: said(address?.['postalCode']),
    number: said(identifier?.['value']),
  });
  const onlyCertain = textIn(input, 'onlyCertainMatches') === 'true';
  return answerWith(context, actor, typed, { most: countIn(input, 'count'), onlyCertain });
}

const noPatient = {
  kind: 'invalid',
  field: 'resource',
  says: 'Send in the parameter "resource" a Patient with what is known of the child.',
} as const;

async function answerWith(
  context: ServiceContext,
  actor: Actor,
  typed: TypedSearch,
  { most, onlyCertain }: { readonly most: number; readonly onlyCertain: boolean },
): Promise<ApiReply> {
  const found = await searchAtOnce(context, actor, typed);
  if (!found.ok) return faultReply(found.faults);
  const { answer } = found.value;
  if (answer.kind === 'too many') return onlyCertain ? resourceReply(searchset([])) : faultReply([tooMany]);
  const grades = gradesOf(typed, answer.rows);
  const entries = answer.rows.map((row, place) => ({
    resource: foundPatient(row),
    grade: grades[place] ?? 'possible',
  }));
  const asked = onlyCertain ? entries.filter(({ grade }) => grade === 'certain') : entries;
  return resourceReply(searchset(asked.slice(0, most)));
}

const tooMany = {
  kind: 'too-many',
  says: 'Too many children agree to show any. Add more of what is known.',
} as const;

type Sought = Readonly<Record<'family' | 'given' | 'birthDate' | 'gender' | 'postcode' | 'number', string>>;

function typedFrom({ family, given, birthDate, gender, postcode, number }: Sought): TypedSearch {
  const [, year = '', month = '', day = ''] =
    /^(?:eq)?(\d{4})(?:-(\d{2})-(\d{2}))?$/.exec(birthDate) ?? (birthDate === '' ? [] : ['', birthDate]);
  const ours = gender === 'unknown' ? 'not specified' : gender;
  return { familyName: family, givenName: given, day, month, year, gender: ours, postcode, number };
}

function countIn(input: Input, name: string): number {
  const count = Number(textIn(input, name) || '20');
  return Number.isInteger(count) && count >= 0 ? Math.min(count, 20) : 20;
}

function firstOf(value: Json | undefined) {
  const [first] = listOf(value);
  return isJsonObject(first) ? first : undefined;
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function said(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
