/** English of downloads. */
export const EN_DOWNLOAD = {
  'download.another-veneer-has-that-download': 'Another Veneer has that download.',
  'download.became-shorter-while-it-was-copied': '{path} became shorter while it was copied.',
  'download.disk-became-full-what-was-downloaded': 'The disk became full. What was downloaded of it was deleted.',
  'download.download-met-error-that-it-did': 'The download met an error that it did not expect.',
  'download.download-stopped': 'The download stopped.',
  'download.download-took-more-than-it-may': 'The download took more than it may, so it was ended.',
  'download.download-was-paused': 'The download was paused.',
  'download.download-was-taken-away': 'The download was taken away.',
  'download.file-is-not-one-that-list': 'The file is not the one that the list of the remote tells of. It was deleted.',
  'download.how-far-download-of-is-cannot': 'How far the download of {name} is cannot be kept.',
  'download.image-was-not-unpacked': 'The image was not unpacked: {reason}.',
  'download.is-not-packed-with-gzip-xz': '{path} is not packed with gzip, xz or zstd.',
  'download.look-whether-there-is-room-in': 'Look whether there is room in your cache folder and you may write there.',
  'download.nothing-can-be-downloaded-into': 'Nothing can be downloaded into {folder}.',
  'download.sends-another-part-than-was-asked': '{host} sends another part than was asked for.',
  'download.sends-more-than-any-image-has': '{host} sends more than any image has.',
  'download.tell-who-runs-remote-nothing-of': 'Tell who runs the remote. Nothing of it was kept.',
  'download.that-download-is-not-there-any': 'That download is not there any more.',
  'download.there-is-no-room-for-download': 'There is no room for the download: {needed} are needed, {free} are free.',
  'download.try-again-later-server-may-be':
    'Try again later: the server may be in the middle of an update. If it stays, tell who runs it.',
  'download.try-again-once-if-it-ends': 'Try again once. If it ends the same way, tell who runs the remote.',
  'download.was-not-unpacked': '{path} was not unpacked: {reason}.',
  'download.origin-cannot-be-kept':
    'From where {name} came cannot be kept, so it counts as a file once it is moved and installed.',
} as const;
