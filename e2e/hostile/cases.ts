/** What a hostile image is to the tests that read it. */
import type { ImageProblem } from '../../electron/images/tree.ts';

export interface Case {
  readonly name: string;
  readonly make: () => Buffer;
  /** Bytes of the image file, zeroes behind what is made; as many as are made unless given. */
  readonly size?: number;
  /** What one of the readings has to end with, where the format leaves no choice. */
  readonly expected?: ImageProblem;
}
