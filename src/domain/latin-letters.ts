// Letters that Unicode does not take apart, as they are written in passports (ICAO Doc 9303, part 3, section 6) or, where that
// is two letters for one sound, as English records have them.
const latin = 'ł l ø o ß ss đ d ð d þ th æ ae œ oe ı i ħ h ŋ n ə e ɓ b ɗ d ƙ k ɖ d ƴ y ǝ e ŧ t';

// Other scripts by sound, to meet the English spelling of the same name: vowels weigh little there, so a vowel too few is no harm.
const cyrillic =
  'а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sh ъ _ ы y ь _ э e ю yu я ya і i є e ґ g ђ d ј j љ l њ n ћ c џ j';
const greek =
  'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ i φ f χ ch ψ ps ω o';
const arabic =
  'ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ل l م m ن n ه h و w ي y ى a ة a ء _ پ p چ ch ژ zh گ g ک k ی y ٹ t ڈ d ڑ r ں n ھ h ہ h ۃ a ے e';

const letters: ReadonlyMap<string, string> = tableOf(latin, cyrillic, greek, arabic);

/** A lower-case text with every letter we know in another alphabet, or another form, written a to z. */
export function inPlainLatin(lowerCase: string): string {
  return lowerCase.replaceAll(/\P{ASCII}/gu, (letter) => letters.get(letter) ?? letter);
}

function tableOf(...lists: readonly string[]): ReadonlyMap<string, string> {
  const words = lists.join(' ').split(' ');
  const table = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) {
    table.set(words[at] ?? '', (words[at + 1] ?? '').replace('_', ''));
  }
  return table;
}
