/** The commands that only look at this host. */
import { type CommandRow, HOST, NONE } from './row.ts';

const IMAGE = 'IMAGE is the name of an extension, an image file or a folder.';

export const READING = {
  list: {
    operands: NONE,
    options: ['class', ...HOST],
    says: 'every extension with its state and the reason',
    examples: [
      { run: 'veneer list --as-systemd 262', does: 'how another systemd would see it' },
      { run: 'veneer list --json', does: 'everything, for scripts' },
    ],
    answer: 'list',
  },
  status: {
    operands: NONE,
    options: ['class', ...HOST],
    says: 'what is merged, layer by layer, and what stays out',
    examples: [{ run: 'veneer status --root /mnt/image', does: 'of a tree, judged as if it were /' }],
    answer: 'status',
  },
  inspect: {
    operands: { usage: 'NAME|FILE', takes: 'one NAME or FILE', least: 1, most: 1, completes: ['images'] },
    options: ['class', 'name', ...HOST],
    says: 'one extension, or an image or folder anywhere',
    more: 'A file is judged as install would keep it; what systemd would make of it under its present name is said beside. An installed image is told with where it came from, who signed it, when it was installed and by whom.',
    optionSays: { name: 'judge a file as if it had this name' },
    examples: [
      { run: 'veneer inspect docker', does: 'an extension that is here' },
      { run: 'veneer inspect ./docker.raw', does: 'an image, before it is anywhere' },
    ],
    answer: 'inspect',
  },
  ls: {
    operands: {
      usage: 'IMAGE [PATH]',
      takes: 'an IMAGE and at most one PATH',
      least: 1,
      most: 2,
      completes: ['images', []],
    },
    options: ['class', ...HOST],
    says: 'what is inside an image',
    more: `${IMAGE} With --json an object a line is printed.`,
    examples: [{ run: 'veneer ls ./docker.raw usr/bin', does: 'what stands below a path' }],
    answer: 'ls',
  },
  cat: {
    operands: { usage: 'IMAGE PATH', takes: 'an IMAGE and a PATH', least: 2, most: 2, completes: ['images', []] },
    options: ['class', ...HOST],
    says: 'one file inside an image',
    more: `${IMAGE} With --json its text is printed, and null for what is no text.`,
    examples: [
      { run: 'veneer cat docker usr/lib/extension-release.d/extension-release.docker', does: 'its release file' },
    ],
    answer: 'cat',
  },
  verify: {
    operands: { usage: 'IMAGE', takes: 'one IMAGE', least: 1, most: 1, completes: ['images'] },
    options: ['class', ...HOST],
    says: 'check the dm-verity tree of a disk image in full',
    more: 'It exits with 13 where the image is damaged.',
    examples: [{ run: 'veneer verify ./docker.raw', does: 'reads every block' }],
    answer: 'verify',
  },
  conflicts: {
    operands: NONE,
    options: ['class', ...HOST],
    says: 'files that several extensions, or one and the base, have',
    more: 'It says whose is seen, and what vanishes under a folder, a link or a marker of an extension.',
    examples: [{ run: 'veneer conflicts --class confext', does: 'below /etc' }],
    answer: 'conflicts',
  },
  unpack: {
    operands: {
      usage: 'FILE [TARGET]',
      takes: 'a FILE and at most one TARGET',
      least: 1,
      most: 2,
      completes: ['files'],
    },
    options: ['json'],
    says: 'an image that is packed with gzip, xz or zstd',
    examples: [{ run: 'veneer unpack docker.raw.xz', does: 'makes docker.raw' }],
    answer: 'made',
  },
  pack: {
    operands: {
      usage: 'FOLDER [TARGET]',
      takes: 'a FOLDER and at most one TARGET',
      least: 1,
      most: 2,
      completes: ['folders', 'files'],
    },
    options: ['class', 'name', ...HOST],
    says: 'a folder with a release file as a squashfs image',
    more: "Everything in it becomes root's.",
    examples: [{ run: 'veneer pack ./docker', does: 'makes docker.raw' }],
    answer: 'made',
  },
  plan: {
    operands: {
      usage: '[COMMAND [OPERAND...]]',
      takes: 'a command that changes something',
      least: 0,
      most: Number.POSITIVE_INFINITY,
      completes: ['changes'],
    },
    options: ['class', ...HOST],
    says: 'what a change would do, without doing it',
    more: 'COMMAND is one of the commands that change extensions (default: refresh), with its operands and options.',
    examples: [{ run: 'veneer plan disable docker --now', does: 'what would be merged then' }],
    answer: 'plan',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
