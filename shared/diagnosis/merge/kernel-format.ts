/**
 * Whether the running kernel can mount an image at all: one that it cannot mount ends every merge. Where neither
 * /proc/filesystems nor the modules nor the configuration tells, nothing is said.
 */
import { type Message, messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { inLayer, type KernelFacts, leaveOut, type MergeFacts } from './facts.ts';

/** Options of the kernel by file system and compressor, as fs/squashfs/Kconfig and fs/erofs/Kconfig name them. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  squashfs: {
    gzip: 'SQUASHFS_ZLIB',
    xz: 'SQUASHFS_XZ',
    lzo: 'SQUASHFS_LZO',
    lz4: 'SQUASHFS_LZ4',
    zstd: 'SQUASHFS_ZSTD',
  },
  erofs: { lz4: 'EROFS_FS_ZIP', lzma: 'EROFS_FS_ZIP_LZMA', deflate: 'EROFS_FS_ZIP_DEFLATE', zstd: 'EROFS_FS_ZIP_ZSTD' },
};
/** From here on an image with verity partitions is not merged without it; before, it is taken unprotected (measured). */
const VERITY_NEEDED_SINCE = 262;

export const kernelFormat = rule(
  ['kernel-format'],
  'fs/squashfs/Kconfig and fs/erofs/Kconfig of Linux; dm-verity measured on 257 and 262',
  (facts: MergeFacts) =>
    facts.layers.flatMap((layer) => {
      const { survey, name } = layer;
      if (survey === null) return [];
      const { kernel, rules } = facts;
      const found: Message[] = survey.fileSystems.flatMap(({ type, compressors }) =>
        missingFor(kernel, type, compressors),
      );
      if (survey.hasVerity && kernel.verity() === false && rules.version >= VERITY_NEEDED_SINCE) {
        found.push(messageOf('extension.this-kernel-has-no-dm-verity'));
      }
      return withoutTwice(found).map((message) => ({
        id: 'kernel-format' as const,
        severity: 'danger' as const,
        subject: inLayer(facts, name),
        message,
        fix: leaveOut(facts, layer),
      }));
    }),
);

/** Several file systems of an image may lack the same. */
function withoutTwice(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((message) => [message.text, message])).values()];
}

function missingFor(kernel: KernelFacts, type: string, compressors: readonly string[]): Message[] {
  if (kernel.fileSystem(type) === false)
    return [messageOf('extension.this-kernel-cannot-mount-so-that', { format: type })];
  return compressors
    .filter((compressor) => {
      const option = OPTIONS[type]?.[compressor];
      return option !== undefined && kernel.option(option) === false;
    })
    .map((compressor) => messageOf('extension.this-kernel-cannot-read-with-so', { format: type, compressor }));
}
