/** German of the host, and files of a person. */
import type { EN_HOST } from '../en/host.ts';
import type { Translation } from '../template.ts';

export const DE_HOST = {
  'host.another-veneer-of-yours-is-changing': 'Ein anderes Veneer von dir ändert gerade {path}.',
  'host.begins-with-byte-order-mark-so':
    '{path} beginnt mit einer Bytereihenfolge-Marke, so dass systemd keine ID darin findet.',
  'host.cannot-be-read': '{path} lässt sich nicht lesen: {reason}.',
  'host.choose-another-folder-or-take-right':
    'Wähle einen anderen Ordner, oder nimm das Recht mit: chmod go-w {folder}',
  'host.choose-another-place-with-socket': 'Wähle mit --socket einen anderen Ort.',
  'host.choose-one-of-at-most-bytes': 'Wähle einen von höchstens {count} Bytes.',
  'host.extended-attributes-of-images-cannot-be':
    'Erweiterte Attribute von Abbildern sind hier nicht zu lesen: Ein Root-Hash in einem (user.verity.roothash), nach dem systemd sich richten würde, wird nicht gesehen. Installiere getfattr aus dem Paket attr.',
  'host.extended-attributes-of-images-not-told':
    'Erweiterte Attribute von Abbildern sind nicht bekannt: Ein Root-Hash in einem (user.verity.roothash), nach dem systemd sich richten würde, wird nicht gesehen. Dieser Host hat kein getfattr aus dem Paket attr.',
  'host.given-socket-is-not-one-unix-socket':
    'Der Socket, den der Dienstverwalter übergab, ist nicht ein einziger Unix-Socket mit einem Pfad.',
  'host.given-socket-is-open-to-others':
    '{path}, vom Dienstverwalter übergeben, ist kein Socket dieses Benutzers allein.',
  'host.is-damaged-and-cannot-be-moved': '{file} ist beschädigt und lässt sich nicht beiseitelegen.',
  'host.is-folder-not-file': '{path} ist ein Ordner, keine Datei.',
  'host.is-larger-than-1-mib': '{path} ist größer als 1 MiB.',
  'host.is-no-socket-of-yours-it': '{path} ist kein Socket von dir. Es wurde nicht angerührt.',
  'host.is-not-file': '{path} ist keine Datei.',
  'host.is-not-regular-file-so-it': '{path} ist keine gewöhnliche Datei und wird nicht gelesen.',
  'host.is-symlink-in-circle': '{path} ist ein Symlink, der im Kreis führt.',
  'host.is-too-large-to-be-read': '{path} ist zu groß, um gelesen zu werden.',
  'host.is-too-long-for-path-of': '{path} ist zu lang für den Pfad eines Sockets.',
  'host.leads-through-file': '{path} führt durch eine Datei.',
  'host.look-there-for-what-is-missing': 'Sieh dort nach, was jetzt fehlt.',
  'host.look-what-stands-there': 'Sieh nach, was dort steht.',
  'host.look-what-stands-there-link-pipe':
    'Sieh nach, was dort steht; ein Link, eine Pipe oder ein Gerät wird nicht genommen.',
  'host.may-not-be-read-by-you': '{path} darfst du nicht lesen.',
  'host.others-may-write-into-so-no': 'Andere dürfen in {folder} schreiben, deshalb wird dort kein Socket angelegt.',
  'host.socket-unit-needs':
    'Die Socket-Unit braucht ein ListenStream= mit einem Pfad, SocketMode=0600 und diesen Benutzer als Eigentümer.',
  'host.there-is-no-os-release-file': 'Es gibt keine Datei os-release.',
  'host.use-that-one-or-choose-another': 'Nimm jenes, oder wähle mit --socket einen anderen Ort.',
  'host.veneer-of-yours-runs-already-and': 'Ein Veneer von dir läuft schon und lauscht auf {path}.',
  'host.was-damaged-and-is-kept-as': '{file} war beschädigt und ist als {place} aufgehoben.',
} as const satisfies Translation<typeof EN_HOST>;
