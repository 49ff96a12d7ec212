/** Where things stand for the replay of systemd's own suite, inside the root file system that it runs in. */
export const REPLAY = '/srv/replay';
export const PROJECT = `${REPLAY}/project`;
/** Programs that stand before systemd's own. */
export const PROGRAMS = `${REPLAY}/bin`;
export const SCRIPT = 'TEST-50-DISSECT.sysext.sh';
/** One event a line, written as they come. */
export const EVENTS = `${REPLAY}/events.jsonl`;
/** What the script and all that it called printed. */
export const OUTPUT = `${REPLAY}/output.txt`;
/** With what the script ended. */
export const ENDED = `${REPLAY}/ended`;
/** The commands of the script as bash traces them, for the line that a call stands in. */
export const TRACE = `${REPLAY}/trace`;
