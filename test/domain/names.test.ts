import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { foldName, isName, parseName, soundOf, tokensOf } from '../../src/domain/names.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const anyName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => parseName(text).ok);

test('names of every script and shape are read as typed, but tidied', () => {
  const typed = [
    'O’Brien',
    'Smith-Jones',
    'Zoë',
    'Nguyễn',
    'محمد',
    'อรุณ',
    'अनिल',
    '李',
    'Mary Jane',
    'J.',
    'Mᶜ Donald',
  ];
  assert.deepEqual(typed.map(read), typed);
  assert.equal(read('  Mary \u00A0 Jane\n'), 'Mary Jane');
  assert.equal(read('Zoe\u0308'), 'Zoë');
});

test('writing that turns or hides is taken out of a name', () => {
  assert.equal(read('\u202EAnna\u202C'), 'Anna');
  assert.equal(read('An\u200Bna\uFEFF'), 'Anna');
});

test('a name of 35 characters is taken and one of 36 is not', () => {
  assert.equal(read('a'.repeat(35)), 'a'.repeat(35));
  assert.equal(read('𠮷'.repeat(35)), '𠮷'.repeat(35));
  assert.equal(read('a'.repeat(36)), 'Given name must be 35 characters or fewer');
  assert.equal(read('a\u0301'.repeat(5_000_000)), 'Given name must be 35 characters or fewer');
});

test('a name that is none says what is wrong with it', () => {
  assert.equal(read(''), 'Enter a given name');
  assert.equal(read(' \u200B '), 'Enter a given name');
  assert.equal(read('1234'), 'Given name must include a letter');
  assert.equal(read('--'), 'Given name must include a letter');
  for (const text of ['A\0nna', 'A\uD800nna', 'An\tna', 'An\nna', '\uE000', 'A\u0007']) {
    assert.equal(read(text), 'Given name must not include characters that cannot be printed: type it again');
  }
});

test('what is read is a name, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const outcome = parseName(text);
      return !outcome.ok || (isName(outcome.value) && read(outcome.value) === outcome.value);
    }),
  );
});

test('names that differ in accents, case, apostrophes, hyphens or spaces alone fold alike', () => {
  const groups = [
    ['O’Brien', "o'brien", 'OBRIEN', 'O Brien', 'Oʼbrien'],
    ['Smith-Jones', 'smith jones', 'Smith–Jones', 'SmithJones'],
    ['Zoë', 'Zoe', 'ZOË', 'Zoe\u0308'],
    ['Łukasz', 'Lukasz', 'ŁUKASZ'],
    ['Søren', 'Soren'],
    ['Strauß', 'Strauss', 'STRAUSS'],
    ['İpek', 'ipek', 'Ipek', 'ıpek'],
    ['Ægir', 'Aegir'],
    ['Ｆｉｎｎ', 'finn', 'ﬁnn'],
    ['Иван', 'Ivan'],
    ['Γιώργος', 'Giorgos'],
    ['مُحَمَّد', 'محمد'],
  ];
  for (const group of groups) assert.equal(new Set(group.map(foldName)).size, 1, group.join());
});

test('the signs of scripts that write vowels with marks are kept', () => {
  assert.notEqual(foldName('कि'), foldName('कु'));
});

test('folding twice is folding once', () => {
  fc.assert(fc.property(anyName, (name) => foldName(foldName(name)) === foldName(name)));
});

test('a name is taken apart into halves, particles left out, prefixes joined', () => {
  assert.deepEqual(tokensOf('Smith-Jones'), ['smith', 'jones']);
  assert.deepEqual(tokensOf('Mary Jane Ann'), ['mary', 'jane', 'ann']);
  assert.deepEqual(tokensOf('O’Brien'), tokensOf('O Brien'));
  assert.deepEqual(tokensOf('van der Berg'), ['berg']);
  assert.deepEqual(tokensOf('Al-Hassan'), ['hassan']);
  assert.deepEqual(tokensOf('Abdul Rahman Khan'), ['abdulrahman', 'khan']);
  assert.deepEqual(tokensOf('Do'), ['do']);
  assert.deepEqual(tokensOf('Abdul'), ['abdul']);
  assert.deepEqual(tokensOf('— —'), []);
});

test('spellings of one name sound the same', () => {
  const groups = [
    'Muhammad Mohammed Mohamed Mohammad Muhammed Mohamad Md Mohd محمد Мухаммад',
    'Aisha Ayesha Aysha Aaisha', 'Hussain Hussein Husain Hossain Hussien حسین', 'Yusuf Yousef Yousuf Yusef',
    'Fatima Fatimah Fathima Fatema فاطمة', 'Zainab Zaynab Zeinab', 'Ibrahim Ebrahim Ibraheem', 'Omar Umar Umer',
    'Khan Kahn خان', 'Choudhury Chowdhury Chaudhry Choudhary', 'Siddique Siddiqui Sidique', 'Qureshi Kureshi Quraishi',
    'Singh Sing', 'Begum Begam', 'Ahmed Ahmad Achmed', 'Zakariya Zakaria Zachariah', 'Maryam Mariam Miriam',
    'Catherine Kathryn Katherine Cathryn', 'Stephen Steven Stefan Steffan', 'Sean Shaun Shawn', 'Siobhan Shivaun Siobhán',
    'Niamh Neve', 'Caoimhe Keeva', 'Ciaran Kieran', 'Rhys Reece Rees', 'Sian Siân Shan', 'Ewan Euan', 'Vaughan Vaughn',
    'Philip Fillip Phillip', 'Wright Right Rite', 'Knight Night', 'Hughes Hues', 'Thompson Thomson', 'Clark Clarke',
    'Geoffrey Jeffrey', 'Lewis Louis', 'Stewart Stuart', 'Chloe Cloe', 'Xavier Zavier', 'Michael Micheal Mikael',
    'Nicholas Nicolas Nikolas', 'Sophia Sofia София', 'Isabelle Isobel Izabel', 'Jayden Jaiden', 'Alex Aleks',
    'Agnieszka Agneszka Agneshka Агнешка', 'Łukasz Lukas Lucas', 'Wiktoria Victoria', 'Krzysztof Krystof', 'Jakub Jacob',
    'Oluwaseun Oluwaseyun Oluwasheun', 'Chukwuemeka Chukuemeka', 'Kwame Quame', 'Ngozi Ngosi Nnozi', 'Nguyen Nuyen',
    'Li Lee Leigh', 'Xu Hsu Shu', 'Zhang Jang', 'Wang Wong', 'McDonald MacDonald', 'Abdulrahman Abdul-Rahman',
  ]; // prettier-ignore
  for (const group of groups) assert.equal(new Set(group.split(' ').map(soundOf)).size, 1, group);
});

test('different names sound different', () => {
  const pairs = [
    'Smith Jones', 'Oliver Olivia', 'Jack Jacob', 'Amelia Emily', 'Khan Hassan', 'Patel Batel', 'Tariq Tahir', 'Aisha Asma',
    'Daniel Danielle-Rose', 'Thomas Dominic', 'Megan Morgan', 'Singh Shah', 'Chen Zhang', 'Li Lin', 'Ola Ala', 'Noah Mia',
    'Subhan Sufyan', 'Nowak Kowalski', '李 王', 'Meghan Mehan', 'Wendy Bendy', 'Yusuf Joseph', 'Harry Barry', 'Hannah Anna',
  ]; // prettier-ignore
  for (const pair of pairs) {
    const [a, b] = pair.split(' ').map(soundOf);
    assert.notEqual(a, b, pair);
  }
});

test('every name has a sound, short, and the same however it is folded', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const sound = soundOf(name);
      return (
        sound.length <= 6 && sound === soundOf(foldName(name)) && (sound !== '') === (foldName(name) !== '')
      );
    }),
  );
});

test('doubling a letter, or writing it once, is not heard', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'abdeiklmnoprstuv'.split('')),
    minLength: 2,
    maxLength: 12,
  });
  const doubled = (name: string) => name.charAt(0) + name.slice(1).replaceAll(/[bdklmnprstv]/g, '$&$&');
  fc.assert(
    fc.property(letters, (name) => soundOf(name) === soundOf(doubled(name))),
    { numRuns: 1000 },
  );
});

function read(text: string): string {
  const outcome = parseName(text, 'Given name');
  return outcome.ok ? outcome.value : outcome.fault.says;
}
