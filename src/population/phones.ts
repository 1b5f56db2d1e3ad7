import type { Dice } from './chance.ts';

// Numbers that no one is ever given, kept by Ofcom for drama: "Telephone numbers for use in TV and radio drama programmes".
// A block of a thousand each, by dialling area.
const dramaBlocks = {
  leeds: '0113 496 0',
  sheffield: '0114 496 0',
  nottingham: '0115 496 0',
  leicester: '0116 496 0',
  bristol: '0117 496 0',
  reading: '0118 496 0',
  birmingham: '0121 496 0',
  liverpool: '0151 496 0',
  manchester: '0161 496 0',
  london: '020 7946 0',
  tyneside: '0191 498 0',
  elsewhere: '01632 960',
} as const;

const mobile = '07700 900';
const freephone = '0808 157 0';
const anywhere = '03069 990';

/** The relay's: free to call from anywhere. */
export const relayNumber = freephoneNumber(123);

type Block = keyof typeof dramaBlocks;

// The DfE's codes of the councils that each block's dialling area serves.
const councilBlocks: Readonly<Record<number, Block>> = {
  330: 'birmingham',
  333: 'birmingham',
  334: 'birmingham',
  340: 'liverpool',
  341: 'liverpool',
  343: 'liverpool',
  344: 'liverpool',
  350: 'manchester',
  351: 'manchester',
  352: 'manchester',
  353: 'manchester',
  354: 'manchester',
  355: 'manchester',
  356: 'manchester',
  357: 'manchester',
  358: 'manchester',
  359: 'manchester',
  372: 'sheffield',
  373: 'sheffield',
  383: 'leeds',
  390: 'tyneside',
  391: 'tyneside',
  392: 'tyneside',
  393: 'tyneside',
  394: 'tyneside',
  801: 'bristol',
  802: 'bristol',
  803: 'bristol',
  840: 'tyneside',
  855: 'leicester',
  856: 'leicester',
  870: 'reading',
  871: 'reading',
  872: 'reading',
  891: 'nottingham',
  892: 'nottingham',
};

/** Hands out telephone numbers of a council's area, each in turn, beginning again after a thousand. */
export type Exchange = {
  readonly next: () => string;
  readonly any: (dice: Dice) => string;
};

/** The landlines that invented people and services of a council may have. */
export function exchangeOf(councilCode: number): Exchange {
  const isLondon = councilCode >= 201 && councilCode <= 320;
  const block = dramaBlocks[isLondon ? 'london' : (councilBlocks[councilCode] ?? 'elsewhere')];
  let handedOut = 0;
  return {
    next: () => block + threeDigits(handedOut++ % 1000),
    any: (dice) => block + threeDigits(dice.below(1000)),
  };
}

/** A mobile number that no one is ever given. */
export function mobileNumber(place: number): string {
  return mobile + threeDigits(place % 1000);
}

/** A number that is free to call. */
export function freephoneNumber(place: number): string {
  return freephone + threeDigits(place % 1000);
}

/** A number that belongs to no town. */
export function nationalNumber(place: number): string {
  return anywhere + threeDigits(place % 1000);
}

/** Whether a telephone number is one of those kept for drama: nobody answers, and nobody is troubled. */
export function isDramaNumber(telephone: string): boolean {
  return [...Object.values(dramaBlocks), mobile, freephone, anywhere].some(
    (block) => telephone.startsWith(block) && /^\d{3}$/.test(telephone.slice(block.length)),
  );
}

function threeDigits(number: number): string {
  return String(number).padStart(3, '0');
}
