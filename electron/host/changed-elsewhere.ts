/** File systems in which this machine's kernel does not see, and its rights do not tell, who changes what. */
import { statfsSync } from 'node:fs';

/**
 * File systems that others change without telling this machine's inotify (inotify(7), statfs(2)): NFS, SMB in three forms, FUSE,
 * which virtiofs is too, 9p, AFS, Ceph, Coda, OCFS2.
 */
const ELSEWHERE = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x5346414f, 0x6b414653, 0x00c36400, 0x73757245,
  0x7461636f,
]);

/** Whether a path lies on one of them; also where that cannot be told. */
export function isChangedElsewhere(path: string): boolean {
  try {
    // The magic number is 32 bits wide, and signed on some machines.
    return ELSEWHERE.has(statfsSync(path).type >>> 0);
  } catch {
    return true;
  }
}
