const known = new Map<string, string>();

/** A name as it stands in an e-mail address. Names repeat, so each is worked out once. */
export function slug(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = name
    .normalize('NFD')
    .replace(/[^\p{L}\d]+/gu, '-')
    .replace(/[^A-Za-z0-9-]/g, '')
    .replace(/^-|-$/g, '')
    .toLowerCase();
  known.set(name, made);
  return made;
}
