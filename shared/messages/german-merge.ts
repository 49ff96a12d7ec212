/** German for what a merge of all extensions would come to; the patterns are those of german-core.ts. */
export const GERMAN_MERGE: Readonly<Record<string, string>> = {
  'A file stands where a folder must be on the way to usr/lib/os-release or its release file.':
    'Auf dem Weg zu usr/lib/os-release oder ihrer Release-Datei steht eine Datei, wo ein Ordner sein muss.',
  'A symlink on the way to usr/lib/os-release or its release file leads in a circle.':
    'Auf dem Weg zu usr/lib/os-release oder ihrer Release-Datei führt ein Symlink im Kreis.',
  '{folder} inside it is a folder, not a file.': '{folder} darin ist ein Ordner, keine Datei.',
  'It has several release files of other names that all say they count: {files}.':
    'Sie hat mehrere Release-Dateien anderer Namen, die alle gelten wollen: {files}.',
  'It is an image without a release file: systemd needs {path} inside it.':
    'Sie ist ein Abbild ohne Release-Datei: systemd braucht {path} darin.',
  'Its release file is named {files}, but an image of this name needs {wanted}, or that name cut at its first _ or +.':
    'Ihre Release-Datei heißt {files}, ein Abbild dieses Namens braucht aber {wanted}, oder diesen Namen vor seinem ersten _ oder +.',
  'Its release file is named {files}, but an image of this name needs {wanted}.':
    'Ihre Release-Datei heißt {files}, ein Abbild dieses Namens braucht aber {wanted}.',
  'Rename the file to {name}.raw, the name that its release file has.':
    'Benenne die Datei in {name}.raw um, wie ihre Release-Datei heißt.',
  'Rename the file to {name}.raw, the name that its release file has. {more}':
    'Benenne die Datei in {name}.raw um, wie ihre Release-Datei heißt. {more}',
  'The file {file} beside it holds no root hash, perhaps left over from an older version.':
    'Die Datei {file} daneben enthält keinen Root-Hash; vielleicht blieb sie von einer älteren Version übrig.',
  'The file {file} beside it is empty.': 'Die Datei {file} daneben ist leer.',
  'The image policy of this host (ImagePolicy= in sysext.conf or confext.conf) does not admit it.':
    'Die Abbild-Richtlinie dieses Hosts (ImagePolicy= in sysext.conf oder confext.conf) lässt sie nicht zu.',
  'A .verity file stands beside it, which systemd takes only for an image without partitions.':
    'Daneben steht eine .verity-Datei, die systemd nur für ein Abbild ohne Partitionen annimmt.',
  'The root hash beside it is not that of any of its partitions.':
    'Der Root-Hash daneben gehört zu keiner ihrer Partitionen.',
  'It is protected by dm-verity, which this kernel does not have.':
    'Sie ist durch dm-verity geschützt, das dieser Kernel nicht hat.',
  'Its hash tree does not have the root hash that its partitions name.':
    'Ihr Hashbaum hat nicht den Root-Hash, den ihre Partitionen nennen.',
  'It carries /usr/lib/os-release, so systemd leaves it out.':
    'Sie enthält /usr/lib/os-release, also lässt systemd sie aus.',
  'Its release file {path} holds no assignment such as ID=_any, so systemd leaves it out.':
    'Ihre Release-Datei {path} enthält keine Zuweisung wie ID=_any, also lässt systemd sie aus.',
  'Its release file stands in {here}, where a {other} has it; a {own} has it in {there}. systemd leaves it out.':
    'Ihre Release-Datei steht in {here}, wo eine {other} sie hat; eine {own} hat sie in {there}. systemd lässt sie aus.',
  'It was built for {wanted}, this host is {host}. systemd spells it {spelling}.':
    'Sie wurde für {wanted} gebaut, dieser Host ist {host}. systemd schreibt das {spelling}.',
  'It is meant for {scope}, not for an initrd.': 'Sie ist für {scope} gemacht, nicht für ein initrd.',
  'It is a symlink that leads in a circle, and systemd stops at it.':
    'Es ist ein Symlink, der im Kreis führt, und systemd bricht daran ab.',
  'A file stands where a folder must be, and systemd stops at it.':
    'Dort steht eine Datei, wo ein Ordner sein muss, und systemd bricht daran ab.',
  'Remove {path}, or mend where it leads; masking does not help.':
    'Entferne {path}, oder berichtige, wohin es führt; Maskieren hilft nicht.',
  'The os-release file of this host names no ID.': 'Die Datei os-release dieses Hosts nennt keine ID.',
  '{path} begins with a byte order mark, so that systemd finds no ID in it.':
    '{path} beginnt mit einer Bytereihenfolge-Marke, so dass systemd keine ID darin findet.',
  '{path} is a folder, not a file.': '{path} ist ein Ordner, keine Datei.',
  '{path} is a symlink that leads in a circle.': '{path} ist ein Symlink, der im Kreis führt.',
  '{path} leads through a file.': '{path} führt durch eine Datei.',
  '{path} may not be read by you.': '{path} darfst du nicht lesen.',
  'There is no os-release file.': 'Es gibt keine Datei os-release.',
  '{hierarchy} inside it is no folder.': '{hierarchy} darin ist kein Ordner.',
  'It is a symlink that leads in a circle.': 'Es ist ein Symlink, der im Kreis führt.',
  'It is no folder, so nothing can be laid over it.': 'Es ist kein Ordner, also lässt sich nichts darüber legen.',
  'Make {path} of this host a folder.': 'Mache {path} dieses Hosts zu einem Ordner.',
  'It is empty, and no extension has anything for it, so there is nothing to lay over it with --mutable={mode}.':
    'Es ist leer, und keine Erweiterung hat etwas dafür, also gibt es mit --mutable={mode} nichts darüber zu legen.',
  'Merge without a mutable layer, or with another mode.':
    'Führe ohne beschreibbare Schicht zusammen, oder mit einem anderen Modus.',
  'Its name has the character {character}, which cannot stand in a layer of overlayfs.':
    'Ihr Name enthält das Zeichen {character}, das in einer Schicht von overlayfs nicht stehen kann.',
  'Rename it: no colon, comma, backslash or quote.':
    'Benenne sie um: kein Doppelpunkt, Komma, Rückstrich oder Anführungszeichen.',
  'Rename it: no colon, comma, backslash or quote. {more}':
    'Benenne sie um: kein Doppelpunkt, Komma, Rückstrich oder Anführungszeichen. {more}',
  'The {count} extensions for {hierarchy} are too many for one merge: their names make mount options of {bytes} bytes, and the kernel takes {most}. Above that systemd may succeed and take {base} of the host away.':
    'Die {count} Erweiterungen für {hierarchy} sind zu viele für einen Merge: Ihre Namen ergeben Einhängeoptionen von {bytes} Bytes, der Kernel nimmt {most}. Darüber kann systemd Erfolg melden und {base} des Hosts wegnehmen.',
  'Disable at least {count} of them, or give them shorter names.':
    'Schalte mindestens {count} davon ab, oder gib ihnen kürzere Namen.',
  'It is a folder that lies inside {hierarchy}, which it extends, and overlayfs takes no layer that lies inside another.':
    'Sie ist ein Ordner, der in {hierarchy} liegt, das sie erweitert, und overlayfs nimmt keine Schicht, die in einer anderen liegt.',
  'It is the same folder as {other}, or one lies inside the other, and overlayfs takes no layer that lies inside another.':
    'Sie ist derselbe Ordner wie {other}, oder eine liegt in der anderen, und overlayfs nimmt keine Schicht, die in einer anderen liegt.',
  'Keep it outside {hierarchy}, for example in /var/lib, or as an image.':
    'Halte sie außerhalb von {hierarchy}, zum Beispiel in /var/lib, oder als Abbild.',
  'Keep it outside {hierarchy}, for example in /var/lib, or as an image. {more}':
    'Halte sie außerhalb von {hierarchy}, zum Beispiel in /var/lib, oder als Abbild. {more}',
  'It has the mode {mode}, but must have the mode {wanted} of {hierarchy}.':
    'Es hat den Modus {mode}, muss aber den Modus {wanted} von {hierarchy} haben.',
  'Change it with: chmod {mode} {path}': 'Ändere ihn mit: chmod {mode} {path}',
  'It lies on a file system that is mounted read-only, so nothing can be written to it.':
    'Es liegt auf einem Dateisystem, das schreibgeschützt eingehängt ist, also lässt sich nichts hinein schreiben.',
  'Mount it writable, or merge without a mutable layer.':
    'Hänge es beschreibbar ein, oder führe ohne beschreibbare Schicht zusammen.',
  'It leads to {hierarchy} itself, which cannot be imported.':
    'Es führt zu {hierarchy} selbst, was sich nicht übernehmen lässt.',
  'Use the mode yes or auto, or make {path} a folder of its own.':
    'Nimm den Modus yes oder auto, oder mache {path} zu einem eigenen Ordner.',
  'The name of an image ends in .raw.': 'Der Name eines Abbilds endet auf .raw.',
  'This version searches {folders}.': 'Diese Version durchsucht {folders}.',
  'systemd does not see it.': 'systemd sieht sie nicht.',
  'The symlink leads in a circle, and systemd lists nothing at all while it is here.':
    'Der Symlink führt im Kreis, und systemd zählt gar nichts auf, solange er da ist.',
  'The symlink leads through a file, and systemd lists nothing at all while it is here.':
    'Der Symlink führt durch eine Datei, und systemd zählt gar nichts auf, solange er da ist.',
  'No version in this folder fits this host, so systemd takes none. It looks for {pattern}.':
    'Keine Version in diesem Ordner passt zu diesem Host, also nimmt systemd keine. Es sucht {pattern}.',
  'It is a stack of layers (systemd.mstack(7)), which systemd cannot merge as an extension.':
    'Es ist ein Stapel von Ebenen (systemd.mstack(7)), den systemd nicht als Erweiterung einbinden kann.',
  'The image has no verity partition that systemd would use.':
    'Das Abbild hat keine Verity-Partition, die systemd verwenden würde.',
  'It holds {what}, which systemd cannot open here.': 'Sie enthält {what}, was systemd hier nicht öffnen kann.',
  'The image is of no use: {reason}.': 'Das Abbild ist nicht zu gebrauchen: {reason}.',
  'Every merge will fail from then on. {sentence}': 'Von da an scheitert jeder Merge. {sentence}',
  'It fits, but every merge fails: {failure}': 'Sie passt, aber jeder Merge scheitert: {failure}',
};
