const alarmKinds = [
  'witness unreachable',
  'witness refuses',
  'witness lies',
  'witness ahead',
  'witness disagrees',
  'old copy',
  'tree altered',
  'check failed',
] as const;

/** What can be wrong with the access log or those who watch it. Closed. */
export type AlarmKind = (typeof alarmKinds)[number];

/** Whether the word is one of the kinds. */
export function isAlarmKind(word: string): word is AlarmKind {
  return alarmKinds.some((kind) => kind === word);
}

/** Alarms at which nothing more is signed until a person has looked: signing on would make two logs of one. */
export const stoppingAlarms: readonly AlarmKind[] = [
  'witness ahead',
  'witness disagrees',
  'old copy',
  'tree altered',
];

/** What an operator or a reviewer reads of an alarm. `about` is the witness, or what was found where. */
export function alarmInWords(kind: AlarmKind, about: string, treeSize: number): string {
  return words[kind](about, treeSize.toLocaleString('en-GB'));
}

const stopped = 'Nothing more is signed.';

const words: Readonly<Record<AlarmKind, (about: string, size: string) => string>> = {
  'witness unreachable': (about) =>
    `Witness ${about} does not answer. The log goes on without its signature; see that it runs.`,
  'witness refuses': (about) => `Witness ${about} refuses this log: check that it knows the log’s key.`,
  'witness lies': (about) =>
    `Witness ${about} answered what is not its signature. The log goes on; ask whoever keeps it.`,
  'witness ahead': (about, size) =>
    `Witness ${about} has seen more than the ${size} entries here: this is an old copy, or its end was cut off. ${stopped}`,
  'witness disagrees': (about, size) =>
    `Witness ${about} saw other entries among the ${size} here: the log was altered, or is another one. ${stopped}`,
  'old copy': (_about, size) =>
    `More was signed than the ${size} entries here: this is an old copy, or its end was cut off. ${stopped}`,
  'tree altered': (_about, size) =>
    `The tree of ${size} entries is not the one that was signed: it was altered. ${stopped}`,
  'check failed': (about) => about,
};
