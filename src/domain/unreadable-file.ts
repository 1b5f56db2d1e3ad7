/** A file that cannot be read, or not to its end. Thrown where its bytes come from; whoever reads it makes a fault of it. */
export class UnreadableFile extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super('The file cannot be read');
    this.reason = reason;
  }
}
