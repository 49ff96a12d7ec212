/** An image that was packed for the download, as the file that it was. */
import { VeneerError } from '../../shared/model/errors.ts';
import { ImageError } from '../images/tree.ts';
import { packingOf, unpackFile } from '../images/unpack.ts';

/**
 * @param path of the packed file
 * @param target does not exist yet, and does not where unpacking failed
 * @param room bytes that it may have
 * @param shown how the person calls the packed file
 * @throws {VeneerError} `invalid-input` for what is not packed, `no-space`, `unsupported`, `image-broken`
 */
export async function unpackPacked(path: string, target: string, room: number, shown: string): Promise<void> {
  const packing = await packingOf(path);
  if (packing === null) throw new VeneerError('invalid-input', `${shown} is not packed with gzip, xz or zstd.`);
  try {
    // What does not fit is refused before the file system is full.
    await unpackFile(path, packing, target, room);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const code =
      error.problem === 'too-large' ? 'no-space' : error.problem === 'unsupported' ? 'unsupported' : 'image-broken';
    throw new VeneerError(code, `${shown} was not unpacked: ${error.message}.`);
  }
}
