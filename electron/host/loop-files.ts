/**
 * The files that are merged as images, by the loop devices of this machine: systemd dissects an image through one, which
 * goes on with the file that it was opened on, also when the link leads to another one meanwhile.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @param folders on this machine; what other programs have loop devices on is not looked at
 * @returns paths on this machine, with ` (deleted)` behind that of a file which is gone
 */
export function readLoopFiles(folders: ReadonlySet<string>): string[] {
  let devices: string[];
  try {
    devices = readdirSync('/sys/block').filter((one) => one.startsWith('loop'));
  } catch {
    return [];
  }
  return devices
    .flatMap((device) => {
      try {
        return [readFileSync(`/sys/block/${device}/loop/backing_file`, 'utf8').replace(/\n$/, '')];
      } catch {
        // A device without a file has no such entry.
        return [];
      }
    })
    .filter((path) => folders.has(dirname(path)))
    .sort();
}
