import type { TypedDay } from '../../domain/typed-day.ts';
import type { FormFields } from '../form.ts';

/** What a form's three boxes of a date hold. */
export function typedDay(form: FormFields, name: string): TypedDay {
  const box = (part: string): string => form.get(`${name}-${part}`) ?? '';
  return { day: box('day'), month: box('month'), year: box('year') };
}
