/** When the invented teams answer, in the compact form of domain/opening-hours.ts. */
export const hours = {
  // The council's two desks: between them every hour, bank holidays too.
  hub: 'Mon-Fri 08:45-17:15',
  outOfHours: 'Mon-Sun 17:15-08:45; Sat-Sun 08:45-17:15',
  trustDesk: 'Mon-Fri 09:00-17:00; not bank holidays',
  office: 'Mon-Fri 08:45-17:00; not bank holidays',
  clinic: 'Mon-Fri 09:00-17:00; not bank holidays',
  school: 'Mon-Fri 08:30-16:00; not bank holidays',
  surgery: 'Mon-Fri 08:00-18:30; not bank holidays', // the core hours of the GP contract
  always: 'Mon-Sun 00:00-24:00',
} as const;
