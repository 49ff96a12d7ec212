/** German of remotes, servers, registries and lists. */
import type { EN_REMOTE } from '../en/remote.ts';
import type { Translation } from '../template.ts';

export const DE_REMOTE = {
  'remote.add-it-without-one-what-is':
    'Füge sie ohne hinzu: Was heruntergeladen wird, hat die Prüfsumme, die die Registry nennt, und mehr weiß man nicht.',
  'remote.answered-with-error': '{host} antwortete mit dem Fehler {status}.',
  'remote.ask-who-runs-server': 'Frag, wer den Server betreibt.',
  'remote.ask-who-runs-server-for-key': 'Frag den, der den Server betreibt, nach dem heutigen Schlüssel.',
  'remote.ask-who-runs-server-if-it':
    'Frag, wer den Server betreibt. Ging er mit Absicht zurück: veneer remote edit NAME --accept-older',
  'remote.ask-who-runs-server-or-use': 'Frag, wer den Server betreibt, oder nutze ihn ohne Signatur.',
  'remote.ask-who-runs-server-what-was':
    'Frag, wer den Server betreibt. Was vorher installiert war, bleibt, wie es ist.',
  'remote.by-its-name-it-was-built': 'Dem Namen nach wurde sie für {wanted} gebaut, dieser Host ist {host}.',
  'remote.by-its-name-it-was-built-for':
    'Dem Namen nach wurde sie für die OS-Version {wanted} gebaut, dieser Host ist {host}.',
  'remote.cannot-be-reached': '{host} ist nicht zu erreichen.',
  'remote.certificate-of-has-expired-nothing-was':
    'Das Zertifikat von {host} ist abgelaufen. Nichts wurde von dort geholt.',
  'remote.certificate-of-is-not-one-that':
    'Dem Zertifikat von {host} vertraut dieses System nicht. Nichts wurde von dort geholt.',
  'remote.choose-another-name-or-remove-that': 'Wähle einen anderen Namen, oder entferne zuerst jene.',
  'remote.docker-incus-browsers-and-other-programs':
    'Docker, Incus, Browser und andere Programme für Debian 13. Signiert mit einem Schlüssel, der Teil von Frostyards Systemen ist.',
  'remote.does-not-answer-as-registry-does': '{host} antwortet nicht wie eine Registry.',
  'remote.does-not-let-anybody-have-it': '{host} gibt es niemandem.',
  'remote.does-not-let-you-have-it': '{host} gibt es dir mit der Anmeldung, die dafür aufgehoben ist, nicht.',
  'remote.does-not-tell-which-extensions-it': '{host} sagt nicht, welche Erweiterungen es hat.',
  'remote.fedora-packages-as-extensions-for-fedora':
    'Fedora-Pakete als Erweiterungen, für Fedora CoreOS, die Atomic Desktops und Abbilder daraus.',
  'remote.give-file-that-server-tells-of':
    'Nimm die Datei, die der Server nennt; sie beginnt mit -----BEGIN PGP PUBLIC KEY BLOCK-----.',
  'remote.give-file-with-key-that-server': 'Nimm die Datei mit dem Schlüssel, den der Server nennt.',
  'remote.give-one-such-as-oci-ghcr':
    'Gib eine wie oci://ghcr.io/NAME/REPOSITORY an, mit :TAG dahinter für eine Version allein.',
  'remote.give-one-that-begins-with-https':
    'Nimm eine, die mit https:// beginnt, einen Ordner wie /media/usb, oder http:// an diesem Rechner selbst.',
  'remote.gives-no-token-for': '{server} gibt kein Token für {host}.',
  'remote.has-no-sha256sums-so-nobody-can': '{address} hat kein SHA256SUMS, also kann niemand sagen, was dort liegt.',
  'remote.has-no-such-file': '{host} hat keine solche Datei.',
  'remote.images-for-opensuse-microos-as-its':
    'Abbilder für openSUSE MicroOS, wie dessen sysextmgr sie nimmt; jedes ist an einen Stand des Systems gebunden.',
  'remote.install-ca-certificates':
    'Installiere ca-certificates, oder nenne in SSL_CERT_FILE oder NODE_EXTRA_CA_CERTS eine Datei mit Zertifikaten.',
  'remote.is-busy-and-asks-to-wait': '{host} ist beschäftigt und bittet zu warten.',
  'remote.is-listed-with-another-hash-than': '{path} steht mit einem anderen Hash in der Liste als in seinem Namen',
  'remote.is-not-address-of-folder-as': '{url} ist nicht die Adresse eines Ordners, wie Veneer sie aufbewahrt.',
  'remote.is-not-address-of-repository-in': '{address} ist nicht die Adresse eines Repositorys in einer Registry.',
  'remote.is-not-address-that-veneer-fetches': '{address} ist keine Adresse, von der Veneer etwas holt.',
  'remote.is-not-folder': '{path} ist kein Ordner.',
  'remote.is-not-known-here': '{host} ist hier nicht bekannt.',
  'remote.is-not-there-now': '{path} ist gerade nicht da.',
  'remote.it-expired-on': 'er lief am {day} ab',
  'remote.it-is-older-than': 'sie ist älter als die vom {date}',
  'remote.it-is-packed': 'sie ist gepackt',
  'remote.it-takes-too-much-to-read': 'sie zu lesen braucht zu viel',
  'remote.it-was-revoked': 'er wurde widerrufen',
  'remote.it-was-stopped-nothing-was-added': 'Es wurde abgebrochen. Nichts wurde hinzugefügt.',
  'remote.its-server-does-not-give-parts': 'ihr Server gibt keine Teile davon her',
  'remote.its-signature-cannot-be-read': 'ihre Signatur ist nicht zu lesen',
  'remote.its-signature-is-not-one-of': 'ihre Signatur ist von keinem Schlüssel, dem vertraut wird',
  'remote.known-after-download': 'Nach dem Download bekannt: {reason}.',
  'remote.list-of-is-not-used': 'Die Liste von {host} wird nicht benutzt: {reason}.',
  'remote.list-of-may-not-be-used': 'Die Liste von {host} darf nach dem {day} nicht mehr benutzt werden.',
  'remote.log-in-anew-podman-login': 'Melde dich neu an: podman login {host}',
  'remote.log-in-so-that-it-is': 'Melde dich so an, dass es in einer Datei aufgehoben wird: podman login {host}. {why}',
  'remote.look-at-date-of-this-machine': 'Sieh nach dem Datum dieses Rechners, oder frag, wer den Server betreibt.',
  'remote.look-at-date-of-this-machine-or':
    'Sieh nach dem Datum dieses Rechners, oder warte, bis der Server eine neuere Liste hat.',
  'remote.look-for-newer-versions-list-may':
    'Such nach neueren Versionen: Die Liste ist vielleicht älter als der Server.',
  'remote.look-whether-address-and-tag-where': 'Sieh nach, ob die Adresse stimmt, und das Tag, wenn sie eines hat.',
  'remote.look-whether-address-is-that-of': 'Sieh nach, ob die Adresse die des Ordners ist, der die Abbilder enthält.',
  'remote.look-whether-address-is-that-of-repository':
    'Sieh nach, ob die Adresse die eines Repositorys in einer OCI-Registry ist.',
  'remote.look-whether-this-machine-is-online': 'Sieh nach, ob dieser Rechner verbunden ist und ob die Adresse stimmt.',
  'remote.no-certificates-here':
    'Dieses System hat keine CA-Zertifikate, und ohne sie vertraut es dem von {host} nicht. Nichts wurde von dort geholt.',
  'remote.no-part-of-it-is-for': 'kein Teil von ihm ist zum Signieren da',
  'remote.no-remote-that-is-on-has': 'Keine eingeschaltete Quelle hat diese Erweiterung noch.',
  'remote.no-signature-is-checked-in-registry':
    'In einer Registry wird keine Signatur geprüft, also kann keine verlangt werden.',
  'remote.nobody-signed-it': 'niemand hat sie signiert',
  'remote.not-on-the-server': 'Die Liste nennt diese Datei, aber der Server hat sie nicht.',
  'remote.not-shown': 'Nicht gezeigt: {folders}. {reason}',
  'remote.or-repository-does-not-exist': 'Oder das Repository gibt es nicht.',
  'remote.pinned-key-needs-server-and-public':
    'Ein fester Schlüssel braucht einen Server und den öffentlichen Schlüssel selbst.',
  'remote.plug-disk-in-or-change-address': 'Steck den Datenträger ein, oder ändere die Adresse der Quelle.',
  'remote.remote-cannot-be-named': 'Eine Quelle kann nicht {name} heißen.',
  'remote.run-by-flatcar-project': 'Betrieben vom Flatcar-Projekt.',
  'remote.run-by-frostyard-who-make-snosi': 'Betrieben von Frostyard, von denen snosi, Snow und Cayo sind.',
  'remote.run-by-opensuse-project': 'Betrieben vom openSUSE-Projekt.',
  'remote.run-by-timoth-e-ravier-not': 'Betrieben von Timothée Ravier, nicht vom Fedora-Projekt.',
  'remote.see-which-there-are-with-veneer': 'Welche es gibt, zeigt: veneer remote list',
  'remote.sends-list-without-end': '{host} schickt eine Liste ohne Ende.',
  'remote.sends-on-again-and-again': '{host} schickt immer wieder weiter.',
  'remote.sends-on-to-address-that-is': '{host} schickt weiter zu einer Adresse ohne https.',
  'remote.server-could-not-be-asked': 'der Server konnte nicht gefragt werden',
  'remote.software-from-other-sources-as-extensions':
    'Programme aus anderen Quellen als Erweiterungen, für Fedora CoreOS, die Atomic Desktops und Abbilder daraus.',
  'remote.sysext-bakery-docker-kubernetes-tailscale-and':
    'Die Sysext-Bäckerei: Docker, Kubernetes, Tailscale und andere, für Flatcar und für jedes System. Was an eine Version von Flatcar selbst gebunden ist (podman, python, zfs, nvidia), gibt es durch /etc/flatcar/enabled-sysext.conf.',
  'remote.tell-who-runs-registry-nothing-was': 'Sag es, wer die Registry betreibt. Es wurde nichts dorthin geschickt.',
  'remote.tell-who-runs-server-nothing-of': 'Sag es, wer den Server betreibt. Nichts davon wurde behalten.',
  'remote.tell-who-runs-server-nothing-was': 'Sag es, wer den Server betreibt. Nichts wurde heruntergeladen.',
  'remote.tell-who-runs-server-or-try': 'Sag es, wer den Server betreibt, oder versuche es später noch einmal.',
  'remote.that-extension-has-no-release': 'Diese Erweiterung hat keine Ausgabe.',
  'remote.that-is-no-public-key-of': 'Das ist kein öffentlicher OpenPGP-Schlüssel.',
  'remote.that-key-cannot-sign-list': 'Dieser Schlüssel kann keine Liste signieren: {reason}.',
  'remote.there-is-no-day': 'den Tag {day} gibt es nicht',
  'remote.there-is-no-key-to-check': 'es gibt keinen Schlüssel, um ihre Signatur zu prüfen',
  'remote.there-is-no-remote-named': 'Es gibt keine Quelle namens {name}.',
  'remote.there-is-no-repository-at': 'Unter {address} gibt es kein Repository.',
  'remote.there-is-remote-named-already': 'Es gibt schon eine Quelle namens {name}.',
  'remote.try-again-later-if-it-stays':
    'Versuche es später noch einmal. Wenn es bleibt, sag es, wer den Server betreibt.',
  'remote.use-letters-digits-and-after-letter':
    'Nimm Buchstaben, Ziffern und . _ + - nach einem Buchstaben oder einer Ziffer.',
  'remote.wants-its-tokens-to-be-fetched': '{host} will, dass seine Token von einer Adresse ohne https geholt werden.',
  'remote.wants-login-for-it': '{host} will dafür eine Anmeldung.',
  'remote.went-silent': '{host} ist verstummt.',
  'remote.write-it-anew-with-veneer-remote': 'Schreib sie neu: veneer remote edit {name} {url}',
  'remote.yours-is-kept-by-credential-helper': 'Deine bewahrt ein Hilfsprogramm auf, das Veneer nicht startet.',
} as const satisfies Translation<typeof EN_REMOTE>;
