/** What a person is shown of a disk image. */
import type { DiskInfo } from '../../shared/model/inspection.ts';
import type { Disk } from '../images/gpt/disk.ts';

export function describeDisk({ partitions, verity }: Disk): DiskInfo {
  return {
    partitions: partitions.map(({ number, typeName, label, uuid, size, used }) => ({
      number,
      typeName,
      label,
      uuid,
      size,
      used,
    })),
    verity: verity.map(({ of, algorithm, rootHash, matches, signature }) => ({
      of,
      algorithm,
      rootHash,
      matches,
      signature,
    })),
  };
}
