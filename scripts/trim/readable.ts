// Registers publish in capitals. These words are read out as letters, or are not words.
const kept = new Set(
  'NHS GP GPS PMS APMS GMS LLP CIC PCN HC DMC SSP AWC UEA NCL SEL BHF HIV UCC WIC PCC ICO HCC II III IV UK A&E'.split(
    ' ',
  ),
);
const small = new Set('and of the at in on for by le la de upon under with to from next'.split(' '));
// Two letters are initials unless they are one of these.
const pairs = new Set(
  'of at in on to by an as is my me no up us we do go he so de le la st dr rd al le ng oz'.split(' '),
);

const shortened = new Map<string, string>(
  Object.entries({
    CTR: 'Centre',
    CTRE: 'Centre',
    CNTR: 'Centre',
    CTRS: 'Centres',
    MED: 'Medical',
    PRACT: 'Practice',
    PRAC: 'Practice',
    SURG: 'Surgery',
    RD: 'Road',
    GRP: 'Group',
    HLTH: 'Health',
    HTH: 'Health',
    PTNR: 'Partner',
    PTNRS: 'Partners',
    "P'SHIP": 'Partnership',
    'H/C': 'Health Centre',
    TCE: 'Terrace',
    AVE: 'Avenue',
    BLVD: 'Boulevard',
    FAM: 'Family',
    GT: 'Great',
  }),
);

/** An organisation's or a place's name in readable capitals: "THE DENSHAM SURGERY" is "The Densham Surgery". */
export function readableTitle(capitals: string): string {
  const spaced = capitals
    .replace(/\bG\.P\.?(?=[A-Z\s])/g, 'GP ')
    .replace(/\s*&\s*(?=[A-Z]{3})/g, ' & ')
    .replace(/\s*@\s*/g, ' AT ')
    .replace(/([A-Z]{3,})\.(?=[A-Z])/g, '$1 ')
    .replace(/\bST\.(?=[A-Z])/g, 'ST ')
    .replace(/\b(ST|DR|DRS|RD|CTR|MED|PRACT|PRAC|SURG)\.(?=\s|$)/g, '$1')
    .replace(/,(?=\S)/g, ', ')
    .replace(/\s+/g, ' ')
    .replace(/[.,\s-]+$/, '')
    .trim();
  return spaced
    .split(' ')
    .map((word, place) => readableWord(word, place === 0))
    .join(' ');
}

function readableWord(word: string, first: boolean): string {
  const [, before = '', middle = '', after = ''] = /^([("]*)(.*?)([),."]*)$/.exec(word) ?? [];
  const long = shortened.get(middle);
  if (long !== undefined) return before + long + after;
  if (kept.has(middle) || /^(?:[A-Z]\.)+[A-Z]?$/.test(middle)) return word;
  if (/\d/.test(middle)) return beforeOrAfterDigits(word);
  if (!first && before === '' && small.has(middle.toLowerCase())) return middle.toLowerCase() + after;
  if (/^[A-Z]{2}$/.test(middle) && !pairs.has(middle.toLowerCase())) return word;
  if (/^[B-DF-HJ-NP-TV-XZ]{3,4}$/.test(middle) && middle !== 'DRS' && middle !== 'LTD') return word;
  return (
    before +
    readableName(middle).replace(/-(And|At|By|In|Le|La|Of|On|The|Under|Upon)(?=-)/g, (part) =>
      part.toLowerCase(),
    ) +
    after
  );
}

// "27TH" and "1/SALFORD" are words beside a number; "E82613" and "3W" are codes.
function beforeOrAfterDigits(word: string): string {
  return word
    .replace(/^(\d+)(ST|ND|RD|TH)$/, (ordinal) => ordinal.toLowerCase())
    .replace(/[A-Z]{4,}/g, (run) => run.charAt(0) + run.slice(1).toLowerCase());
}

/** A person's name in readable capitals: "MARY-JANE", "o'neil" and "mcgrath" are "Mary-Jane", "O'Neil" and "McGrath". */
export function readableName(name: string): string {
  return name.toLowerCase().split('-').map(readablePart).join('-');
}

function readablePart(part: string): string {
  return part
    .split(/(?<=[ /&])/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^Mc(?=[a-z]{3})([a-z])/, (_, letter: string) => `Mc${letter.toUpperCase()}`)
    .replace(
      /^([A-Z]|La|De|Jah|Ta|Sha)'([a-z])(?=[a-z]{2})/,
      (_, start: string, letter: string) => `${start}'${letter.toUpperCase()}`,
    );
}

/** A name without the marks that British registers leave out: "Wáng" is "Wang", "Wójcik" is "Wojcik". */
export function plainLetters(name: string): string {
  const others: Readonly<Record<string, string>> = {
    ł: 'l',
    Ł: 'L',
    đ: 'd',
    Đ: 'D',
    ı: 'i',
    ø: 'o',
    Ø: 'O',
    ß: 'ss',
    æ: 'ae',
    ə: 'a',
    Ə: 'A',
  };
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁđĐıøØßæəƏ]/g, (letter) => others[letter] ?? letter)
    .replace(/[’‘ʻʼ]/g, "'")
    .trim();
}
