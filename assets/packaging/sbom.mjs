/** What a package holds of other people's, for who has to know: a software bill of materials in the format of CycloneDX. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * That of `npm sbom`, which has addresses, hashes and licences, of what was bundled alone; the same at any time.
 *
 * @param components as `componentsIn` finds them
 * @throws {Error} where npm does not know of a component
 */
export function sbomOf({ bundled, node }, { version, date }) {
  const { stdout, status, stderr, error } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(`npm sbom: ${error ?? stderr}`);
  const known = JSON.parse(stdout);
  const components = bundled.map(({ name, version: ofIt, licence }) => {
    const found = known.components.find((one) => one['bom-ref'] === `${name}@${ofIt}`);
    if (found === undefined) throw new Error(`npm sbom knows nothing of ${name} ${ofIt}`);
    return { ...found, scope: 'required', licenses: [licensed(licence)] };
  });
  if (node !== null) components.push(platform(node));
  const { $schema, bomFormat, specVersion, metadata } = known;
  const component = { ...metadata.component, type: 'application', name: 'veneer', version };
  const timestamp = new Date(date).toISOString();
  const dependsOn = components.map((one) => one['bom-ref']);
  const dependencies = [{ ref: component['bom-ref'], dependsOn }];
  const bom = {
    $schema,
    bomFormat,
    specVersion,
    version: 1,
    metadata: { timestamp, component },
    components,
    dependencies,
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

const platform = ({ version, source }) => ({
  'bom-ref': `node@${version}`,
  type: 'platform',
  name: 'node',
  version,
  purl: `pkg:generic/node@${version}`,
  externalReferences: [{ type: 'vcs', url: source }],
});

const licensed = (spdx) => (spdx.includes(' ') ? { expression: spdx } : { license: { id: spdx } });
