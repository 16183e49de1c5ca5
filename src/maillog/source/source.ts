/** Where log text comes from: a file, plain or compressed, standard input, or the journal. */

export type Compression = 'none' | 'gzip' | 'bzip2' | 'xz' | 'zstd';

export interface SourceIdentity {
  /** Device and number (inode(7)). */
  readonly file: string;
  /** When it was made, epoch milliseconds; NaN where the file system does not know. */
  readonly born: number;
}

/** When a file may have been written to last, epoch milliseconds. */
export interface YearGuess {
  /** What the file system says. */
  readonly written: number;
  /** What its name or its content say; see reference.ts. */
  readonly told: number;
}

export interface LogSource {
  /** For people: the path as given, `-` for standard input, `journal`. */
  readonly name: string;
  readonly kind: 'file' | 'stdin' | 'journal';
  readonly path: string;
  readonly compression: Compression;
  /** Of a file, whatever it is called by now: see opened.ts. */
  readonly identity?: SourceIdentity;
  /** Bytes on disk; 0 where unknown. */
  readonly size: number;
  /** Epoch milliseconds of the first line that has a time; NaN or undefined where none is known. */
  readonly begins?: number;
  /** Epoch milliseconds that no line is later than: the file's modification time, or now. */
  readonly reference: number;
  /**
   * Years to take off the year that the reference suggests for the first line, for logs without years that
   * span more than one (see ../stamp.ts).
   */
  readonly yearsBack: number;
  /** Both are a guess, to be looked at when the log has been read (years.ts): a large compressed one is read once only. */
  readonly guess?: YearGuess;
}

/** How far a source is read. */
export interface Meter {
  /** Bytes as they lie on the disk: of a compressed file, compressed ones. */
  read: number;
}
