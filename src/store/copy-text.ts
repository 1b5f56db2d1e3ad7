const firstSize = 65_536;

/** Text as it grows, in bytes: a string of a million pieces would cost more to keep than to make. */
export type CopyText = {
  readonly add: (lines: string) => void;
  readonly bytes: () => Uint8Array;
};

/** An empty text for one COPY. */
export function copyText(): CopyText {
  let kept: Buffer = Buffer.allocUnsafeSlow(firstSize);
  let used = 0;
  return {
    add: (lines) => {
      if (used + lines.length * 3 > kept.length) kept = grown(kept, used, lines.length * 3); // UTF-8 takes at most three bytes for a unit
      used += kept.write(lines, used);
    },
    bytes: () => kept.subarray(0, used),
  };
}

function grown(kept: Buffer, used: number, more: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(kept.length * 2, used + more));
  kept.copy(larger, 0, 0, used);
  return larger;
}
