import type { XmlElement } from './xml-stream.ts';

/**
 * What is taken of an element: each element in it by name, as a fact of ours, or as more elements. A list of one is for an element that
 * may repeat and is read part by part. Whatever is not named here is dropped, and counted by name.
 */
export type Taken<Fact extends string> = {
  readonly [element: string]: Fact | Taken<Fact> | readonly [group: string, of: Taken<Fact>];
};

/** What an element said: facts as text, and the parts that may repeat. */
export type Said<Fact extends string> = {
  readonly facts: ReadonlyMap<Fact, string>;
  readonly groups: ReadonlyMap<string, readonly Said<Fact>[]>;
  /** The elements that came and are not kept, each once. */
  readonly dropped: readonly string[];
  /** An element that said two things where one is wanted. */
  readonly saidTwice: string | undefined;
};

/** Takes out of an element what the table names. `known` are the names that may stand in a report: any other may be anybody's words. */
export function readSaid<Fact extends string>(
  element: XmlElement,
  taken: Taken<Fact>,
  known: ReadonlySet<string>,
  path = element.name,
): Said<Fact> {
  const facts = new Map<Fact, string>();
  const groups = new Map<string, Said<Fact>[]>();
  const dropped = new Set<string>();
  let saidTwice: string | undefined;
  const read = (inside: XmlElement, table: Taken<Fact>, at: string): void => {
    if (Object.keys(inside.attributes).some((name) => !/^xml|:/.test(name)))
      dropped.add(`${at} (an attribute)`);
    for (const one of inside.elements) {
      const rule = Object.hasOwn(table, one.name) ? table[one.name] : undefined;
      const place = `${at}.${rule !== undefined || known.has(one.name) ? one.name : unknownName}`;
      if (rule === undefined) dropped.add(place);
      else if (isGroup(rule)) add(groups, rule[0], readSaid(one, rule[1], known, place));
      else if (typeof rule === 'object') read(one, rule, place);
      else if (one.elements.length > 0) dropped.add(`${place} (more than a text)`);
      else if (facts.has(rule) && facts.get(rule) !== one.text.trim()) saidTwice ??= place;
      else if (one.text.trim() !== '') facts.set(rule, one.text.trim());
    }
  };
  read(element, taken, path);
  for (const said of [...groups.values()].flat()) for (const name of said.dropped) dropped.add(name);
  return { facts, groups, dropped: [...dropped], saidTwice };
}

const unknownName = '(an element that the layout has not)';

/** Whether what is taken of an element is a part that may repeat. */
export function isGroup<Fact extends string>(
  rule: Fact | Taken<Fact> | readonly [string, Taken<Fact>],
): rule is readonly [string, Taken<Fact>] {
  return Array.isArray(rule);
}

function add<Key, Value>(all: Map<Key, Value[]>, key: Key, value: Value): void {
  const own = all.get(key);
  if (own === undefined) all.set(key, [value]);
  else own.push(value);
}
