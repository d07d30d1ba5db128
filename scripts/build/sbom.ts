import { packagesIn } from './third-party-notices.ts';

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly 'bom-ref': string;
  readonly purl?: string;
}

interface BillOfMaterials {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/**
 * The bill of materials that npm writes of the project's dependencies (CycloneDX), without those that are in no bundle
 * of the server.
 *
 * @param notices the third-party notices of the server, whose titles name what is bundled
 * @throws when a package is bundled that npm's bill does not have
 */
export function bundledBillOfMaterials(npmBill: string, notices: string, version: string): BillOfMaterials {
  const bill = JSON.parse(npmBill) as BillOfMaterials;
  const bundled = new Set(packagesIn(notices));
  const own = {
    ...bill.metadata.component,
    name: 'posthorn-server',
    version,
    purl: `pkg:npm/posthorn-server@${version}`,
  };
  const components = bill.components.filter((component) => bundled.has(nameOf(component)));
  const found = new Set(components.map(nameOf));
  const missing = [...bundled].filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`npm's bill of materials lacks ${missing.join(', ')}`);
  const refs = new Set([own['bom-ref'], ...components.map((component) => component['bom-ref'])]);
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  return { ...bill, metadata: { ...bill.metadata, component: own }, components, dependencies };
}

const nameOf = ({ group, name, version }: Component): string =>
  `${group === undefined ? '' : `${group}/`}${name}@${version}`;
