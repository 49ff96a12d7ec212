/** Whether a program is root's alone. */

/** Of a file, as fs.Stats has it. */
interface Owned {
  readonly uid: number;
  readonly mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** Mode bits of the group and of everybody. */
const OTHERS_MAY_WRITE = 0o022;

/**
 * Whether nobody but root can change a file, or put another one in its place: each folder on its way is root's as well.
 *
 * @param lstat of a path; undefined where nothing is
 */
export function isRootsOwn(path: string, lstat: (path: string) => Owned | undefined): boolean {
  const parts = path.split('/').slice(1);
  return (
    path.startsWith('/') &&
    ['/', ...parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`)].every((place, at) => {
      const stat = lstat(place);
      const isRight = at === parts.length ? stat?.isFile() : stat?.isDirectory();
      return stat !== undefined && isRight === true && stat.uid === 0 && (stat.mode & OTHERS_MAY_WRITE) === 0;
    })
  );
}
