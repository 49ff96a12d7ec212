/** English of what is wrong with an extension before it is installed, and of mending a folder. */
export const EN_LINT = {
  'lint.attribute-stays': 'setfattr could not take away {name}.',
  'lint.fix': 'Fix: {what}',
  'lint.fix-and-more': {
    one: '{what} And {count} more change.',
    other: '{what} And {count} more changes.',
  },
  'lint.fix-by-hand': 'lint --fix cannot mend this.',
  'lint.fix-takes-folder': 'Only a folder can be mended: {path} is an image.',
  'lint.has-other-names': 'The file has other names as well, which may lie elsewhere.',
  'lint.is-another-thing-now': 'Something else stands there.',
  'lint.is-there-already': 'Something has that name already.',
  'lint.mend-attribute': 'Take {name} away from {path}.',
  'lint.mend-mode': 'Give {path} the mode {mode}.',
  'lint.mend-move': 'Move {path} to {to}.',
  'lint.mend-owner': 'Give {path} to {owner}.',
  'lint.mend-remove': 'Delete {path}.',
  'lint.mend-write': 'Write {path}.',
  'lint.mended': 'Done: {what}',
  'lint.not-mended': 'Not done: {what} {why}',
  'lint.the-system-refuses': 'The system refuses it ({code}).',
  'lint.unit-has-no-bus-name': 'This service will not start: Type=dbus needs BusName=.',
  'lint.unit-program-is-missing': 'This service will not start: there is no {program}.',
  'lint.unit-program-may-not-be-run': 'This service will not start: {program} may not be run by anybody.',
  'lint.unit-starts-nothing': 'This service will not start: it has no ExecStart=.',
  'lint.unit-starts-several':
    'This service will not start: it has more than one ExecStart=, which only Type=oneshot may have.',
  'lint.units-not-read':
    'It brings {units}, and does not ask systemd to read it: EXTENSION_RELOAD_MANAGER=1 is missing.',
  'lint.unpack-it-first': 'Unpack it, mend the folder and pack that: veneer unpack {path}',
} as const;
