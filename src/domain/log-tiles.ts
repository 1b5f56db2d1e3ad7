import { nodeHash, rootOver, type NodeSource } from './log-tree.ts';

// C2SP tlog-tiles: a tile holds 256 hashes side by side, or fewer at the right edge. Those of level 0 are leaves; each
// of a level above is the root of a full tile below. https://c2sp.org/tlog-tiles

/** How many hashes a full tile holds. */
export const tileWidth = 256;

/** Eight levels of the tree stand in one tile. */
const levelsInTile = 8;

export type TilePlace = { readonly level: number; readonly number: number };

export type Tile = TilePlace & { readonly hashes: readonly Buffer[] };

/** The hashes of the last tile of each level, where it is not full: the whole state that growing the tree needs. */
export type Edge = readonly (readonly Buffer[])[];

/** Where the unfinished tiles of a tree of that size stand, and how wide each is; levels that end on a full tile have none. */
export function edgePlaces(size: number): readonly (TilePlace & { readonly width: number })[] {
  const places = [];
  for (let [level, count] = [0, size]; count > 0; level += 1) {
    const width = count % tileWidth;
    count = Math.floor(count / tileWidth);
    if (width > 0) places.push({ level, number: count, width });
  }
  return places;
}

/** Adds leaves to a tree of that size. Answers every tile that changed, and the new edge. */
export function grow(
  size: number,
  edge: Edge,
  leaves: readonly Buffer[],
): { readonly tiles: readonly Tile[]; readonly edge: Edge } {
  const tiles: Tile[] = [];
  const grown: (readonly Buffer[])[] = [];
  let [rising, below] = [leaves, size];
  for (let level = 0; rising.length > 0 || level < edge.length; level += 1) {
    const all = [...(edge[level] ?? []), ...rising];
    const first = Math.floor(below / tileWidth);
    const fullTiles = Math.floor(all.length / tileWidth);
    const full = Array.from({ length: fullTiles }, (_, at) => ({
      level,
      number: first + at,
      hashes: all.slice(at * tileWidth, (at + 1) * tileWidth),
    }));
    const rest = all.slice(fullTiles * tileWidth);
    tiles.push(...full);
    if (rest.length > 0 && rising.length > 0) tiles.push({ level, number: first + fullTiles, hashes: rest });
    grown.push(rest);
    rising = full.map(({ hashes }) => rootOver(hashes));
    below = first;
  }
  return { tiles, edge: grown };
}

/** The root of the tree whose unfinished tiles these are. */
export function rootOfEdge(edge: Edge): Buffer {
  const lower = edge.reduce<readonly Buffer[]>((below, hashes) => {
    const all = [...hashes, ...below];
    return all.length === 0 ? [] : [rootOver(all)];
  }, []);
  return rootOver(lower);
}

/** Answers the hash of any complete subtree from tiles that a caller found. */
export function nodesFrom(tileAt: (place: TilePlace) => readonly Buffer[]): NodeSource {
  return (level, place) => {
    const height = level % levelsInTile;
    const span = 2 ** height;
    const across = tileWidth / span; // subtrees of this height in one tile
    const tile = { level: Math.floor(level / levelsInTile), number: Math.floor(place / across) };
    const begin = (place % across) * span;
    const hashes = tileAt(tile).slice(begin, begin + span);
    if (hashes.length !== span) throw new RangeError(`Tile ${tile.level}/${tile.number} is too narrow`);
    return rootOver(hashes);
  };
}

/** Which tiles a walk over nodes will ask for: the walk is made once over blanks. */
export function tilesWanted(walk: (node: NodeSource) => unknown): readonly TilePlace[] {
  const wanted = new Map<string, TilePlace>();
  const blank = Array.from({ length: tileWidth }, () => blankHash);
  walk(
    nodesFrom((place) => {
      wanted.set(tileName(place), place);
      return blank;
    }),
  );
  return [...wanted.values()];
}

/** A tile's name in a table of tiles. */
export function tileName({ level, number }: TilePlace): string {
  return `${level}/${number}`;
}

const blankHash = Buffer.alloc(32);

/** A tree that is only walked along: the roots of its complete subtrees, largest first, one for each one-bit of its size. */
export type Frontier = { size: number; readonly roots: Buffer[] };

/**
 * Adds one leaf to a frontier, in place: millions are added when the log is checked. Tells each tile that it completes:
 * the level at which its root stands, and that root.
 */
export function addLeaf(
  frontier: Frontier,
  leaf: Buffer,
  completed?: (level: number, root: Buffer) => void,
): void {
  const { roots } = frontier;
  let [hash, height] = [leaf, 0];
  for (let rest = frontier.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    hash = nodeHash(roots.pop() ?? hash, hash);
    height += 1;
    if (height % levelsInTile === 0) completed?.(height / levelsInTile, hash);
  }
  roots.push(hash);
  frontier.size += 1;
}

/** The frontier of the first `size` leaves, from nodes that nobody has checked yet. */
export function frontierAt(size: number, node: NodeSource): Frontier {
  const roots: Buffer[] = [];
  let [begin, level] = [0, 0];
  while (2 ** (level + 1) <= size) level += 1;
  for (; level >= 0; level -= 1) {
    const span = 2 ** level;
    if (size - begin < span) continue;
    roots.push(node(level, begin / span));
    begin += span;
  }
  return { size, roots };
}

/** The root of the leaves added so far. */
export function rootOfFrontier({ roots }: Frontier): Buffer {
  const root = roots.reduceRight<Buffer | undefined>(
    (below, hash) => (below === undefined ? hash : nodeHash(hash, below)),
    undefined,
  );
  return root ?? rootOver([]);
}
