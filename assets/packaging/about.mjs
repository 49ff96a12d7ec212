/** What the packages say of themselves, whoever reads it: dpkg or rpm. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const { homepage, engines, author, bugs } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

export const HOMEPAGE = homepage;
export const MAINTAINER = author;
/** Where faults are told. */
export const BUGS = bugs.email;
export const SUMMARY = 'see, understand and toggle systemd system extensions';
/** The oldest Node that runs it. */
export const OLDEST_NODE = engines.node.replace(/^>=/, '');

/** The headless packages. The second runs on the Node of the system. */
export const HEADLESS = 'veneer-headless';
export const SLIM = 'veneer-headless-slim';

const PARAGRAPHS = [
  `Veneer shows the system extensions (sysext, confext) of a machine, says which
ones systemd would merge and why not, and switches them on and off safely.`,
  `This package has the command line and the window for a browser, which is
reached over a private socket and so over ssh as well.`,
];
const NODE = {
  [HEADLESS]: 'It has a Node of its own, so that none has to be there.',
  [SLIM]: 'It runs on the Node of the system, which the system keeps up to date.',
};

/** @returns paragraphs of lines that are at most 80 characters long */
export const descriptionOf = (name) => [...PARAGRAPHS, NODE[name]];
