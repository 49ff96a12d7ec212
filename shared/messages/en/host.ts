/** English of the host, and files of a person. */
export const EN_HOST = {
  'host.another-veneer-of-yours-is-changing': 'Another Veneer of yours is changing {path}.',
  'host.begins-with-byte-order-mark-so': '{path} begins with a byte order mark, so that systemd finds no ID in it.',
  'host.cannot-be-read': '{path} cannot be read: {reason}.',
  'host.choose-another-folder-or-take-right': 'Choose another folder, or take the right away with: chmod go-w {folder}',
  'host.choose-another-place-with-socket': 'Choose another place with --socket.',
  'host.choose-one-of-at-most-bytes': 'Choose one of at most {count} bytes.',
  'host.extended-attributes-of-images-cannot-be':
    'Extended attributes of images cannot be read here: a root hash in one (user.verity.roothash), by which systemd would go, is not seen. Install getfattr, of the package attr.',
  'host.extended-attributes-of-images-not-told':
    'Extended attributes of images are not told: a root hash in one (user.verity.roothash), by which systemd would go, is not seen. This host has no getfattr, of the package attr.',
  'host.given-socket-is-not-one-unix-socket':
    'The socket that the service manager handed over is not one unix socket with a path.',
  'host.given-socket-is-open-to-others':
    '{path}, which the service manager handed over, is not a socket of this user alone.',
  'host.is-damaged-and-cannot-be-moved': '{file} is damaged, and cannot be moved aside.',
  'host.is-folder-not-file': '{path} is a folder, not a file.',
  'host.is-larger-than-1-mib': '{path} is larger than 1 MiB.',
  'host.is-no-socket-of-yours-it': '{path} is no socket of yours. It was left alone.',
  'host.is-not-file': '{path} is not a file.',
  'host.is-not-regular-file-so-it': '{path} is not a regular file, so it is not read.',
  'host.is-symlink-in-circle': '{path} is a symlink that leads in a circle.',
  'host.is-too-large-to-be-read': '{path} is too large to be read.',
  'host.is-too-long-for-path-of': '{path} is too long for the path of a socket.',
  'host.leads-through-file': '{path} leads through a file.',
  'host.look-there-for-what-is-missing': 'Look there for what is missing now.',
  'host.look-what-stands-there': 'Look what stands there.',
  'host.look-what-stands-there-link-pipe': 'Look what stands there; a link, a pipe or a device is not taken.',
  'host.may-not-be-read-by-you': '{path} may not be read by you.',
  'host.others-may-write-into-so-no': 'Others may write into {folder}, so no socket is made there.',
  'host.socket-unit-needs':
    'The socket unit needs one ListenStream= with a path, SocketMode=0600 and this user as its owner.',
  'host.there-is-no-os-release-file': 'There is no os-release file.',
  'host.use-that-one-or-choose-another': 'Use that one, or choose another place with --socket.',
  'host.veneer-of-yours-runs-already-and': 'A Veneer of yours runs already and listens on {path}.',
  'host.was-damaged-and-is-kept-as': '{file} was damaged, and is kept as {place}.',
} as const;
