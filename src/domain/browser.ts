// The first that fits: Edge says that it is Chrome, and Chrome that it is Safari.
const names = [
  ['Edge', /\bEdg(?:A|iOS)?\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS)\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
] as const;

const systems = [
  ['an iPhone', /\biPhone\b/],
  ['an iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['a Chromebook', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['a Mac', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** The kind of browser that a User-Agent header tells of, of a closed list: "Firefox on Windows". */
export function browserKind(userAgent: string | undefined): string {
  const told = (userAgent ?? '').slice(0, 512);
  const [name = 'Another browser'] = names.find(([, pattern]) => pattern.test(told)) ?? [];
  const [system] = systems.find(([, pattern]) => pattern.test(told)) ?? [];
  return system === undefined ? name : `${name} on ${system}`;
}
