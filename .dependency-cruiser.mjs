// The doors of the house: which room may import which. `npm run doors` holds it, test/house/doors.test.ts tests it.
// A room may always import itself. Of the rest of the project it may import what its row names, and nothing else.
// Tests have no row: they may import everything, and nothing may import them.

const everything = '^src/';
const nothing = '^$';
// The store's part in a population: the transaction, COPY, and the registers that families are settled by.
const loading =
  '^src/store/(connection|copy|copy-text|set-aside|population-load|population-shields|population-state|practice-accounts|area-registers)[.]ts$';

const mayImport = {
  'src/(main|config)[.]ts': [everything],
  'src/domain/': [nothing], // and of Node only crypto, and no package: domain-is-pure, below
  'src/feeds/': ['^src/domain/'],
  'src/store/': ['^src/domain/'],
  'src/services/': ['^src/domain/', '^src/feeds/', '^src/store/'],
  'src/web/': ['^src/domain/', '^src/services/'],
  'src/api/': ['^src/domain/', '^src/services/'],
  'src/jobs/': ['^src/domain/', '^src/services/'],
  'src/cli/': ['^src/domain/', '^src/services/', '^src/database/', '^src/jobs/'],
  'src/population/': ['^src/domain/', loading],
  'src/database/': [nothing], // it starts PostgreSQL, and knows nothing of what is kept there
  'bench/': ['^src/domain/', '^src/population/', '^scripts/named-command[.]ts$'],
  'drills/': ['^scripts/(named-command|open-browser)[.]ts$'],
  'witness/': [nothing],
  'verify/': [nothing],
  'scripts/': ['^src/database/', '^src/domain/'],
};

// What fewer may import than their room lets in.
const onlyImportedBy = {
  'database-driver': {
    what: ['node_modules/pg/', 'node_modules/pg-copy-streams/', 'node_modules/pg-cursor/'],
    by: '^src/store/(connection|copy)[.]ts$',
  },
  // Append: authorise. Read: the reviews. Number: sequence-log. Erase: retire-records. docs/access-log.md
  'log-store': {
    what: ['^src/store/log[.]ts$', '^src/store/log-(tree|numbering|parts|reading|blocks)[.]ts$'],
    by: '^src/services/(authorise|review-usage|own-record|own-accesses|receipt|check-log|check-log-span|sequence-log|begin-new-log|older-copy|ask-witnesses|erase-parts|retire-records)[.]ts$',
  },
  'issuing-tickets': {
    what: ['^src/store/issue-ticket[.]ts$'],
    by: '^src/(services/authorise|store/ticket)[.]ts$', // ticket.ts hands on the types
  },
};

const ours = '^(src|bench|drills|witness|verify|scripts|test)/';
const rooms = Object.keys(mayImport).map((room) => `^${room}`);

const doors = Object.entries(mayImport).map(([room, others]) => ({
  name: `doors-of-${/(\w+)[^/]*\/?$/.exec(room.replace('src/', ''))?.[1]}`,
  severity: 'error',
  from: { path: `^${room}` },
  to: { path: ours, pathNot: [`^${room}`, ...others] },
}));

const keepers = Object.entries(onlyImportedBy).map(([name, { what, by }]) => ({
  name: `only-users-of-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: by },
  to: { path: what },
}));

const general = [
  { name: 'domain-is-pure', from: { path: '^src/domain/' }, to: { pathNot: [ours, '^[.]', '^crypto$'] } },
  { name: 'no-room-without-a-row', from: { path: '^src/', pathNot: rooms }, to: {} },
  { name: 'no-cycles', from: {}, to: { circular: true } },
  { name: 'no-orphans', from: { orphan: true, path: '^src/', pathNot: '^src/main[.]ts$' }, to: {} },
  { name: 'no-unknown-imports', from: {}, to: { couldNotResolve: true } },
].map((rule) => ({ severity: 'error', ...rule }));

export default {
  forbidden: [...doors, ...keepers, ...general],
  options: {
    parser: 'swc', // TypeScript 7 has no JS API, and swc sees imports of types too
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|var|src/web/assets)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
