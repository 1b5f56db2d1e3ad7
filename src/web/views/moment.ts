import { londonTime, showDay } from '../../domain/calendar.ts';

/** An instant by London's clock: "27 March 2014 at 9:05am". */
export function momentInWords(instant: Date): string {
  return `${showDay(londonTime(instant).day)} at ${timeInWords(instant)}`;
}

/** The time of an instant by London's clock: "9:05am". */
export function timeInWords(instant: Date): string {
  const { minutes } = londonTime(instant);
  const hour = Math.floor(minutes / 60);
  const minute = String(minutes % 60).padStart(2, '0');
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minute}${hour < 12 ? 'am' : 'pm'}`;
}
